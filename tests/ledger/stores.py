"""Every store that there is, empty, and named in words that a process of its own can open it by."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from freehand.ledger.store.interface import Store
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.store.postgres import PostgresStore
from freehand.ledger.store.sealed import SealedStore
from freehand.ledger.store.sqlite import SqliteStore

KINDS = ("memory", "sqlite", "postgres", "sealed memory", "sealed sqlite", "sealed postgres")
SHARED = ("sqlite", "postgres")
"""Those that two processes can open."""


def new_place(kind: str, folder: Path) -> str:
    """Where a store may lie that nobody has used."""
    if kind == "sqlite":
        return str(folder / "logs.sqlite")
    where = os.environ.get("FREEHAND_POSTGRES")
    if where is None:
        pytest.skip("no PostgreSQL server: script/test starts one")
    import psycopg

    schema = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(f"create schema {schema}".encode())
    return f"{where} options=-csearch_path={schema}"


def opened(kind: str, place: str, *, create: bool = False, patience: float = 30.0) -> Store:
    """The store at a place."""
    if kind == "sqlite":
        return SqliteStore(Path(place), create=create, patience=patience)
    return PostgresStore(place, create=create, patience=patience)


def new_store(kind: str, folder: Path, *, patience: float = 30.0) -> Store:
    """An empty store."""
    if kind.startswith("sealed "):
        return SealedStore(new_store(kind.removeprefix("sealed "), folder, patience=patience), b"k" * 32)
    if kind == "memory":
        return MemoryStore(patience)
    return opened(kind, new_place(kind, folder), create=True, patience=patience)
