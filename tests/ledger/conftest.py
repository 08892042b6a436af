"""A new ledger for each test, over each database.

A module that is about SQLite only says ``DATABASES = ("sqlite",)``. Without a PostgreSQL server the tests over it are
skipped; where COMMITMENTS_TEST_POSTGRES is "required", they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments.ledger.postgres import PostgresLedger, init_postgres
from commitments.ledger.sqlite import SqliteLedger
from tests.ledger.places import open_any
from tests.ledger.server import Server, programs

DATABASES = ("sqlite", "postgresql")
#: Durability is tested where it is promised; here the server need not wait for the disk.
FAST = ("fsync = off", "full_page_writes = off", "max_connections = 40", "shared_buffers = 32MB")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a ledger over each database."""
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", getattr(metafunc.module, "DATABASES", DATABASES))


def server_programs() -> Path:
    """Return where PostgreSQL is, or skip."""
    found = programs()
    if found is None:
        if os.environ.get("COMMITMENTS_TEST_POSTGRES") == "required":
            pytest.fail("no PostgreSQL, and COMMITMENTS_TEST_POSTGRES requires it")
        pytest.skip("no PostgreSQL")
    return found


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server(server_programs(), *FAST)
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
def url(server: Server) -> str:
    """Return the address of a database with a new, empty ledger."""
    server.run("SET client_min_messages = error; DROP SCHEMA IF EXISTS commitments CASCADE")
    init_postgres(server.url())
    return server.url()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def location(database: str, request: pytest.FixtureRequest) -> str:
    """Return the place of a ledger: a path where there is none yet, or the address of an empty one."""
    return str(request.getfixturevalue("url" if database == "postgresql" else "path"))


@pytest.fixture
def ledger(location: str) -> Iterator[SqliteLedger | PostgresLedger]:
    with open_any(location) as opened:
        yield opened
