"""A listener as a process or a thread: bound, run, stopped.

1. The address is bound before anything runs, so that whoever starts it hears at once whether it may.
2. On SIGTERM or SIGINT, or when ``stop`` is called, no more connections are taken, what is under way may end within the
   limit, and ``run`` returns.
3. uvicorn says nothing: its words about a request could hold a partner's text. What is told is told by ``tell``.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from math import ceil
from typing import Any, cast

from freehand.errors import AccessError, one_fault, shown
from freehand.node.peers.doorkeeper import Doorkeeper, House
from freehand.node.peers.limits import LIMITS, Limits


class Listener:
    """A partner listener on one address.

    Args:
        house: the node.
        host, port: where it listens; port 0 takes any that is free.
        clock: seconds since 1970, to hold certificates' ends against.
        tell: takes lines for a log.
        limits: what a partner may cost.

    Raises:
        AccessError: it may not listen there.
    """

    def __init__(
        self,
        house: House,
        host: str,
        port: int,
        *,
        clock: Callable[[], int],
        tell: Callable[[str], None] = lambda _: None,
        limits: Limits = LIMITS,
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._socket = socket.create_server((host, port), family=family)
        except (OSError, OverflowError) as error:
            what = f"nothing can listen on '{shown(host)}', port {port}"
            why = f"{getattr(error, 'strerror', None) or 'there is no such address here'}."
            raise AccessError(one_fault(what, why, "Name another address or port with --at.")) from error
        self.host, self.port = self._socket.getsockname()[:2]
        self._house, self._limits, self._clock, self._tell = house, limits, clock, tell
        self._server: Any = None
        self._stop = threading.Event()

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Listen until stopped."""
        import asyncio

        with _signals():
            asyncio.run(self._run(ready))

    def stop(self) -> None:
        """From any thread: rule 2."""
        self._stop.set()
        if self._server is not None:
            self._server.should_exit = True

    async def _run(self, ready: Callable[[], None]) -> None:
        from uvicorn import Config, Server

        from freehand.node.peers.doorway import Doorway
        from freehand.node.peers.listener import listener

        keeper = Doorkeeper(self._house, self._limits, self._clock, self._tell)
        config = Config(
            listener(keeper),
            http=cast(Any, partial(Doorway, keeper=keeper)),  # a class to uvicorn, which calls it and no more
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.CRITICAL + 1,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=max(1, ceil(self._limits.stop)),
        )
        self._server = server = Server(config)
        server.should_exit = self._stop.is_set()
        ready()
        await server.serve(sockets=[self._socket])


def serve(
    house: House,
    host: str,
    port: int,
    *,
    clock: Callable[[], int],
    tell: Callable[[str], None],
    ready: Callable[[str, int], None] = lambda *_: None,
    limits: Limits = LIMITS,
) -> None:
    """Listen for partners until a signal ends it; ``ready`` is told where, once connections are taken.

    Raises:
        AccessError: it may not listen there.
    """
    found = Listener(house, host, port, clock=clock, tell=tell, limits=limits)
    found.run(lambda: ready(found.host, found.port))


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """uvicorn stops on a signal and raises it again when it has; here that is the end, and no traceback."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    both = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda *_: None) for one in both}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
