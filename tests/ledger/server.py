"""A real PostgreSQL for the tests: on loopback, in a temporary folder, gone afterwards.

It refuses to run as root, so for root it runs as the user ``postgres`` (or ``nobody``).
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def programs() -> Path | None:
    """Return the folder with PostgreSQL's programs, the latest version first; None: it is not installed."""
    found = [folder for place in PLACES for folder in Path("/").glob(place.removeprefix("/"))]
    on_path = shutil.which("initdb")
    found += [Path(on_path).resolve().parent] if on_path else []
    found = [folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return max(found, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()], default=None)


class Server:
    """A running server. ``settings``: lines for its configuration."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self.programs = folder
        self.settings = settings
        self.place = Path(tempfile.mkdtemp(prefix="ledger-"))
        self.data = self.place / "data"
        self.user = _user()
        self.port = _free_port()
        self._password = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._make()
        self.start()

    def url(self, database: str = "postgres", user: str = "owner") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{user}:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, again if it was killed, and wait until it answers."""
        program = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        with (self.place / "log").open("ab") as log:
            self._process = subprocess.Popen(
                program, stdout=log, stderr=log, user=self.user, group=_group(self.user), cwd=self.place
            )
        for _ in range(600):
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.place / "log").read_text(errors="replace")[-2000:])

    def kill(self) -> None:
        """Stop it at once, as ``pg_ctl stop -m immediate`` does: nothing is written any more."""
        self._stop(signal.SIGQUIT)

    def close(self) -> None:
        """Stop it, and remove all that it had."""
        self._stop(signal.SIGINT)
        shutil.rmtree(self.place, ignore_errors=True)

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as its owner."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def wait_for(self, query: str) -> None:
        """Wait until a query has an answer."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            while connection.execute(query.encode()).fetchone() is None:
                time.sleep(0.005)

    def member(self, name: str, role: str) -> None:
        """Make a user who is a member of a role."""
        self.run(f"CREATE ROLE {name} LOGIN PASSWORD '{self._password}'; GRANT {role} TO {name}")

    def _make(self) -> None:
        secret = self.place / "password"
        secret.write_text(self._password)
        if self.user is not None:
            for file in (self.place, secret):
                shutil.chown(file, self.user)
        program = [str(self.programs / "initdb"), "-D", str(self.data), "-U", "owner", "-A", "scram-sha-256"]
        program += ["--pwfile", str(secret), "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(
            program, check=True, capture_output=True, user=self.user, group=_group(self.user), cwd=self.place
        )
        lines = ("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", *self.settings)
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{line}\n" for line in lines)

    def _stop(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None


def _user() -> str | None:
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
