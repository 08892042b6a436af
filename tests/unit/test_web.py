"""The application that `serve` gives to a web server, asked as a server asks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from commitments import Tracker
from commitments.text.source import Source
from commitments.web.application import MOST, Application
from commitments.web.questions import questions
from tests.cli.conftest import EVENTS, PACT

NOW = 1_893_888_000_000_000  # 2030-01-06T00:00Z
FAULTS: list[Exception] = []
HOSTILE = "<script>alert(1)</script>\x1b[31m"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


Ask = Callable[..., Reply]


@contextmanager
def opened() -> Iterator[Tracker]:
    with Tracker.load(Source("pact.yaml", PACT + EVENTS), clock=lambda: NOW) as tracker:
        yield tracker


@pytest.fixture(scope="module")
def ask() -> Ask:
    return asking(Application(opened, FAULTS.append, frozenset({"localhost", "[::1]"})))


def asking(application: Application) -> Ask:
    """Return what asks an application, of which the standard library sees that it keeps to PEP 3333."""
    checked = validator(application)

    def asked(path: str, query: str = "", method: str = "GET", host: str = "localhost:8080") -> Reply:
        environ = {
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": method,
            "HTTP_HOST": host,
        }
        setup_testing_defaults(environ)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            told.append((status, headers))
            return lambda _: None

        body = checked(environ, start)
        text = b"".join(body).decode()
        body.close()  # type: ignore[attr-defined]
        ((status, headers),) = told
        return Reply(int(status.split()[0]), dict(headers), text)

    return asked


def test_what_is_live_is_asked_first(ask: Ask) -> None:
    reply = ask("/")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "pact/ship" in reply.body
    assert '<a href="/report/pact">pact</a>' in reply.body


@pytest.mark.parametrize("kind", questions())
def test_each_question_has_each_of_its_formats(ask: Ask, kind: str) -> None:
    question = questions()[kind]
    paths = [f"/{kind}"] if question.whole else []
    paths += [f"/{kind}/{'pact' if kind == 'report' else 'pact/ship'}"] if question.named else []
    for path in paths:
        for form in question.formats:
            reply = ask(path, f"format={form}")
            assert (reply.status, bool(reply.body)) == (200, True), reply


def test_json_is_as_on_the_command_line(ask: Ask) -> None:
    told = json.loads(ask("/live", "format=json").body)
    assert [row["name"] for row in told["rows"]] == ["pact/ship", "pact/keep"]


def test_another_day_and_another_reading(ask: Ask) -> None:
    told = json.loads(ask("/list", "format=json&as-of=2030-01-02&reading=paying%3Dstrict&tz=Europe/Paris").body)
    assert {row["name"]: row["status"] for row in told["rows"]}["pact/pay"] == "detached"


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("/nothing", "", 404, "/live"),
        ("/live/pact", "", 404, "/show/NAME"),
        ("/show", "", 404, "/show/NAME"),
        ("/show/pact/shop", "", 400, "did you mean pact/ship?"),
        ("/live", "format=ics", 400, "no format ics"),
        ("/live", "as_of=2030-01-02", 400, "did you mean `as-of`?"),
        ("/live", "as-of=soon", 400, "soon"),
        ("/live", "as-of=2030&as-of=2031", 400, "more than once"),
        ("/live", "reading=wide", 400, "QUESTION=ANSWER"),
        ("/live", "account=nobody", 400, "nobody"),
        ("/due", "within=long", 400, "long"),
        ("/live", "x=" + "1" * 5_000, 414, "4096"),
        ("/live", "&".join(["account=all"] * (MOST + 1)), 400, "50 options"),
        ("/show/" + HOSTILE, "", 400, "error: "),
        ("/show/\xff\xfe", "", 400, "error: "),
    ],
)
def test_what_is_asked_wrongly_is_told(ask: Ask, path: str, query: str, status: int, words: str) -> None:
    reply = ask(path, query)
    assert reply.status == status
    assert words in reply.body
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "\x1b" not in reply.body


def test_nobody_writes(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE"):
        reply = ask("/live", method=method)
        assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_a_head_is_an_answer_without_its_body(ask: Ask) -> None:
    whole, head = ask("/live"), ask("/live", method="HEAD")
    assert (head.status, head.body) == (200, "")
    assert head.headers == whole.headers


def test_only_by_a_name_of_this_machine(ask: Ask) -> None:
    assert ask("/live", host="[::1]:8080").status == 200
    assert ask("/live", host="evil.example").status == 403
    assert asking(Application(opened, FAULTS.append))("/live", host="evil.example").status == 200


def test_nothing_is_loaded_or_run(ask: Ask) -> None:
    for path in ("/live", "/report/pact", "/nothing"):
        headers = ask(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none';")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_texts_that_are_wrong_now_are_told() -> None:
    @contextmanager
    def broken() -> Iterator[Tracker]:
        with Tracker.load(Source("bad.yaml", "agreement: [")) as tracker:
            yield tracker

    reply = asking(Application(broken, FAULTS.append))("/live")
    assert (reply.status, "bad.yaml:1:" in reply.body) == (503, True)


def test_a_fault_of_ours_is_not_shown_to_those_who_ask() -> None:
    @contextmanager
    def faulty() -> Iterator[Tracker]:
        raise RuntimeError("a secret")
        yield

    faults: list[Exception] = []
    reply = asking(Application(faulty, faults.append))("/live")
    assert (reply.status, "secret" in reply.body) == (500, False)
    assert [str(fault) for fault in faults] == ["a secret"]
