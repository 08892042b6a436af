"""A small web server for one machine, from the standard library: a thread for each request, nothing kept between."""

from __future__ import annotations

from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from commitments.web.application import Application

#: So many seconds somebody who asks may be silent.
PATIENCE = 10

#: Names of this machine alone.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    timeout = PATIENCE

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Write nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """Takes each request in a thread of its own, which ends with the server."""

    daemon_threads = True


def server(host: str, port: int, application: Application) -> WSGIServer:
    """Return a server that listens; port 0 is any that is free. Raises OSError."""
    return make_server(host, port, application, server_class=Server, handler_class=Quiet)
