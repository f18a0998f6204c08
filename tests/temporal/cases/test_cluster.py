"""Workers of a Dask cluster, as processes of their own, give what threads give; one that dies takes nothing along."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from freehand.temporal.cases import decide_many
from freehand.temporal.cases import deciding as module
from tests.temporal.cases.test_deciding import NETWORK, SAMPLE, VARYING

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes on the loopback."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as handed:
            yield handed


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_verdicts(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLUSTER_BLOCK", 8_192)
    for question in ("strong", "dynamic"):
        there = decide_many(NETWORK, VARYING, SAMPLE, question, client=client).all()
        assert (there == decide_many(NETWORK, VARYING, SAMPLE, question).all()).all()
    rows = SAMPLE.rows(0, 20_000)
    assert (decide_many(NETWORK, VARYING, rows, client=client).all() == decide_many(NETWORK, VARYING, rows).all()).all()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_half_way_loses_nothing(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLUSTER_BLOCK", 4_096)
    expected = decide_many(NETWORK, VARYING, SAMPLE, "dynamic").all()
    found = decide_many(NETWORK, VARYING, SAMPLE, "dynamic", client=client)
    blocks = [next(found)]
    victim = next(iter(client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)
    blocks += list(found)
    import numpy as np

    assert (np.concatenate(blocks) == expected).all()
    assert victim not in client.run(os.getpid).values()
