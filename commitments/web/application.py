"""The application that a web server asks (WSGI, PEP 3333): GET and HEAD only, so that nobody writes through it.

An address is ``/QUESTION`` or ``/QUESTION/NAME``, with ``?format=json&as-of=…`` as options have it on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from commitments.compile.errors import CompileError
from commitments.ledger.errors import LedgerError
from commitments.mistakes import MistakeError
from commitments.render import render
from commitments.render.inert import inert
from commitments.text.diagnostics import RefusedTextError
from commitments.text.times import UnreadableTimeError
from commitments.web.pages import page
from commitments.web.questions import TYPES, answer, form_of, questions

if TYPE_CHECKING:
    from commitments.tracker import Tracker

#: So much of an address is read.
LONGEST = 4_096
#: So many options of an address are read.
MOST = 50

#: Nothing is loaded from elsewhere, and no script is run, whatever an answer holds.
SAFE = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)


class Reply(NamedTuple):
    """What is sent back."""

    status: HTTPStatus
    text: str
    form: str = "text"


class Application:
    """Answers requests.

    ``opened`` opens what is asked, for each request anew; ``confess`` takes a fault of ours; ``hosts``: by which names
    it may be asked (None: any). They keep a page from elsewhere from asking through a browser here (DNS rebinding).
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Tracker]],
        confess: Callable[[Exception], object],
        hosts: frozenset[str] | None = None,
    ) -> None:
        """Take what opens what is asked."""
        self.opened = opened
        self.confess = confess
        self.hosts = hosts
        self.questions = questions()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer one request."""
        reply = self._reply(environ)
        body = reply.text.encode("utf-8", "backslashreplace")
        headers = [("Content-Type", f"{TYPES[reply.form]}; charset=utf-8"), ("Content-Length", str(len(body))), *SAFE]
        if reply.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD"))
        start_response(f"{reply.status.value} {reply.status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _reply(self, environ: dict[str, Any]) -> Reply:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _failed(HTTPStatus.METHOD_NOT_ALLOWED, "this only reads: GET and HEAD")
        if self.hosts is not None and _host(environ) not in self.hosts:
            return _failed(HTTPStatus.FORBIDDEN, "ask by the name under which this listens")
        try:
            return self._answer(environ)
        except RefusedTextError as error:
            return _failed(HTTPStatus.SERVICE_UNAVAILABLE, "\n".join(map(str, error.diagnostics)))
        except (MistakeError, CompileError, UnreadableTimeError) as error:
            return _failed(HTTPStatus.BAD_REQUEST, str(error))
        except (LedgerError, OSError) as error:
            return _failed(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        except Exception as error:  # noqa: BLE001 - the next request is answered all the same
            self.confess(error)
            return _failed(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of commitments: please report what it printed")

    def _answer(self, environ: dict[str, Any]) -> Reply:
        asked = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace").strip("/")
        query = environ.get("QUERY_STRING", "")
        if len(asked) + len(query) > LONGEST:
            return _failed(HTTPStatus.REQUEST_URI_TOO_LONG, f"an address has at most {LONGEST} characters")
        kind, _, name = (asked or "live").partition("/")
        question = self.questions.get(kind)
        if question is None or not (question.named if name else question.whole):
            known = ", ".join(f"/{kind}" if each.whole else f"/{kind}/NAME" for kind, each in self.questions.items())
            return _failed(HTTPStatus.NOT_FOUND, f"there is {known}")
        try:
            options = parse_qs(query, keep_blank_values=True, max_num_fields=MOST)
        except ValueError:
            raise MistakeError(f"an address has at most {MOST} options") from None
        form = form_of(question, options)
        with self.opened() as tracker:
            report = answer(question, tracker, name, options)
            if form == "html":
                return Reply(HTTPStatus.OK, page(name or kind, self._whole(), report), form)
            return Reply(HTTPStatus.OK, render(report, form), form)

    def _whole(self) -> list[str]:
        return [kind for kind, question in self.questions.items() if question.whole]


def _failed(status: HTTPStatus, words: str) -> Reply:
    return Reply(status, "".join(f"error: {inert(line)}\n" for line in words.splitlines()))


def _host(environ: dict[str, Any]) -> str:
    """Return the name by which it is asked, without the port."""
    host = str(environ.get("HTTP_HOST", ""))
    return host[: host.rindex("]") + 1] if "]" in host else host.partition(":")[0]
