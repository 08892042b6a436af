"""Writing to a ledger: what is told is recorded at once, or nothing is; what changed is printed."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from commitments.book import Receipt
from commitments.compile import Entered
from commitments.upkeep import LedgerBook
from tests.cli.conftest import PACT, Run

PAID = ("assert", "paid", "actor=ann", "--at", "2030-01-05", "--source", "left", "--id", "p")


def status_of(run: Run, name: str, *options: str) -> str:
    rows = json.loads(run("list", "--format", "json", *options).stdout)["rows"]
    return next(str(row["status"]) for row in rows if row["name"] == name)


def test_assert_prints_what_changed_and_why(ledger: Run) -> None:
    result = ledger(*PAID, "--format", "json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["recorded"] == ["p"]
    changes = {(row["name"], row["before"], row["after"]) for row in answer["rows"]}
    assert ("pact/ship", "conditional", "detached") in changes
    told = next(row for row in answer["rows"] if row["name"] == "pact/ship" and row["after"] == "detached")
    assert told["why"] == "its condition (if) was met as pact/pay became satisfied"


def test_the_same_again_changes_nothing(ledger: Run) -> None:
    ledger(*PAID)
    again = ledger(*PAID, "--format", "json")
    assert again.exit_code == 0
    answer = json.loads(again.stdout)
    assert (answer["recorded"], answer["unchanged"], answer["rows"]) == ([], ["p"], [])


def test_other_content_under_the_same_id_is_refused(ledger: Run) -> None:
    ledger(*PAID)
    result = ledger(*PAID, "place=paris")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "commitments correct p" in result.stderr
    assert len(json.loads(ledger("log", "--format", "json").stdout)["rows"]) == 1


def test_retract_and_correct_never_erase(ledger: Run) -> None:
    ledger(*PAID)
    assert status_of(ledger, "pact/pay") != "violated"
    assert ledger("correct", "p", "actor=bob", "--reason", "it was Bob").exit_code == 0
    assert status_of(ledger, "pact/pay") == "violated"
    assert ledger("correct", "p", "actor=ann").exit_code == 0
    assert status_of(ledger, "pact/pay") != "violated"
    result = ledger("retract", "p", "--reason", "a mistake")
    assert result.exit_code == 0
    assert status_of(ledger, "pact/pay") == "violated"
    entries = json.loads(ledger("log", "--format", "json").stdout)["rows"]
    assert [row["entry"] for row in entries] == ["event", "correct", "correct", "retract"]


@pytest.mark.parametrize("command", [("retract", "x"), ("correct", "x", "actor=ann")])
def test_what_was_never_told_cannot_be_withdrawn(ledger: Run, command: tuple[str, ...]) -> None:
    result = ledger(*command)
    assert result.exit_code == 2
    assert "no such event" in result.stderr


@pytest.mark.parametrize("key", ["id", "recorded"])
def test_a_correction_keeps_what_the_event_is_known_by(ledger: Run, key: str) -> None:
    ledger(*PAID)
    result = ledger("correct", "p", f"{key}=2030-01-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"a correction keeps the `{key}` of its event" in result.stderr
    assert ledger("correct", "p", f"data.{key}=2030-01-01").exit_code == 0


def test_a_file_of_json_lines_is_recorded_as_a_whole(ledger: Run) -> None:
    lines = ['{"id": "p", "type": "paid", "actor": "ann", "at": "2030-01-05"}', '{"type": "shipped"}']
    Path("events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = ledger("assert", "--file", "events.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "events.jsonl:2:1: error[E208]" in result.stderr
    assert json.loads(ledger("log", "--format", "json").stdout)["rows"] == []
    skipped = ledger("assert", "--file", "events.jsonl", "--skip-invalid", "--format", "json")
    assert skipped.exit_code == 0
    assert json.loads(skipped.stdout)["recorded"] == ["p"]
    assert "events.jsonl:2:1: error[E208]" in skipped.stderr


def test_cloudevents_come_through_standard_input(ledger: Run) -> None:
    line = {
        "specversion": "1.0",
        "id": "c",
        "source": "left",
        "type": "paid",
        "actor": "ann",
        "time": "2030-01-05T00:00:00Z",
    }
    result = ledger("assert", "--file", "-", "--format", "json", stdin=json.dumps(line) + "\n")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["recorded"] == ["c"]
    assert status_of(ledger, "pact/ship") == "detached"


def test_events_in_yaml_may_name_commitments_of_the_ledger(ledger: Run) -> None:
    Path("more.yaml").write_text(
        "events:\n  - {id: r, type: release, commitment: keep, at: 2030-01-03}\n", encoding="utf-8"
    )
    assert ledger("assert", "--file", "more.yaml").exit_code == 0
    assert status_of(ledger, "pact/keep") == "released"
    Path("wrong.yaml").write_text("events:\n  - {type: release, commitment: kepe, at: 2030-01-03}\n", encoding="utf-8")
    result = ledger("assert", "--file", "wrong.yaml")
    assert result.exit_code == 2
    assert "E301" in result.stderr


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"commitment": "kepe"}, "E301"),
        ({"commitment": "pact/kepe"}, "E301"),
        ({"commitment": "kepe", "agreement": "pact"}, "E301"),
        ({"commitment": "keep", "agreement": "pcat"}, "E304"),
        ({"agreement": "pcat"}, "E304"),
        ({"commitment": "pact/keep", "agreement": "pcat"}, "E304"),
        ({"commitment": "keep[ann]"}, "E302"),
    ],
)
def test_whom_one_event_names_has_to_be_there_as_in_a_file(ledger: Run, named: dict[str, str], found: str) -> None:
    log = ledger("log", "--format", "json").stdout
    Path("wrong.jsonl").write_text(
        json.dumps({"type": "release", "id": "r", "at": "2030-01-03"} | named), encoding="utf-8"
    )
    one = ledger(
        "assert", "release", "--id", "r", "--at", "2030-01-03", *(f"{key}={name}" for key, name in named.items())
    )
    many = ledger("assert", "--file", "wrong.jsonl")
    assert one.exit_code == many.exit_code == 2
    assert f"<event>:1:1: error[{found}]: " in one.stderr
    said = [
        line
        for line in many.stderr.replace("wrong.jsonl", "<event>").splitlines()
        if line[:5] not in {"    {", "    ^"}
    ]
    assert one.stderr.splitlines() == said
    assert ledger("log", "--format", "json").stdout == log


@pytest.mark.parametrize("name", ["keep", "pact/keep"])
def test_one_event_is_the_same_as_in_a_file(ledger: Run, name: str) -> None:
    Path("one.yaml").write_text(f"events: [{{type: release, commitment: {name}, at: 2030-01-03}}]\n", encoding="utf-8")
    (made,) = json.loads(ledger("assert", "--file", "one.yaml", "--format", "json").stdout)["recorded"]
    for options in ((), ("--agreement", "pact")):
        result = ledger("assert", "release", "--at", "2030-01-03", "--commitment", name, *options, "--format", "json")
        assert (made in json.loads(result.stdout)["unchanged"]) is not bool(options)
    assert status_of(ledger, "pact/keep") == "released"


def test_a_correction_names_what_is_there(ledger: Run) -> None:
    ledger("assert", "release", "--id", "r", "--at", "2030-01-03", "--commitment", "keep")
    result = ledger("correct", "r", "commitment=kepe")
    assert result.exit_code == 2
    assert "error[E301]: with.commitment: there is no commitment `kepe`" in result.stderr
    assert ledger("correct", "r", "commitment=pay").exit_code == 0
    assert status_of(ledger, "pact/keep") == "detached"


def test_an_agreement_again_is_a_new_version(ledger: Run) -> None:
    text = PACT.replace("made: 2030-01-01T00:00:00Z", "made: 2030-01-01T00:00:00Z\nrecorded: 2030-01-15")
    Path("pact.yaml").write_text(text.replace("event: told", "event: sold"), encoding="utf-8")
    assert ledger("add", "pact.yaml").exit_code == 0
    ledger("assert", "told", "--at", "2030-01-03")
    assert status_of(ledger, "pact/keep") == "detached"
    assert status_of(ledger, "pact/keep", "--known-at", "2030-01-14") == "detached"


def test_files_are_not_written_to(run: Run) -> None:
    result = run("assert", "paid", "--ledger", "none.db")
    assert result.exit_code == 3
    assert "there is no ledger here" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("paid", "--file", "x.jsonl"), ("paid", "actor"), ("paid", "id=a", "id=b")])
def test_what_is_no_event_is_usage(ledger: Run, arguments: tuple[str, ...]) -> None:
    assert ledger("assert", *arguments).exit_code == 2


def test_the_ledger_is_named_by_the_environment(ledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMITMENTS_LEDGER", "other.db")
    assert ledger("live").exit_code == 3
    assert ledger("live", "-f", "all.yaml").exit_code == 0
    assert ledger("add", "pact.yaml").exit_code == 0
    assert Path("other.db").exists()


@pytest.mark.parametrize(
    ("asking", "message"),
    [
        (("what-if", "waive", "commitment=shipp"), "no commitment shipp; did you mean ship?"),
        (("what-if", "waive", "commitment=pact/pay[x]"), "pact/pay[x]: this commitment has no instances"),
        (("list", "--assume", "suspend agreement=pakt"), "no agreement pakt; "),
    ],
)
def test_what_a_supposed_event_alone_concerns_has_to_be_there(
    ledger: Run, asking: tuple[str, ...], message: str
) -> None:
    result = ledger(*asking)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {message}")


OTHERWISE = """\
{"id": "x", "type": "paid", "at": "2030-01-06", "actor": "bob"}
{"id": "p", "type": "paid", "at": "2030-01-06", "actor": "bob"}
{"id": "y", "type": "paid", "at": "2030-01-06", "actor": "bob"}
{"id": "y", "type": "paid", "at": "2030-01-07", "actor": "bob"}
{"retract": "nothing"}
"""


@pytest.mark.parametrize("trying", [(), ("--dry-run",)])
def test_what_the_ledger_refuses_of_a_file_is_told_by_line(ledger: Run, trying: tuple[str, ...]) -> None:
    ledger(*PAID)
    head = ledger("head").stdout
    Path("first.jsonl").write_text("".join(OTHERWISE.splitlines(keepends=True)[:3]), encoding="utf-8")
    refused = ledger("assert", "--file", "first.jsonl", *trying)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "first.jsonl:2:1: error[E313]: id: the ledger has an event `p` that says something else" in refused.stderr
    assert "commitments correct p" in refused.stderr
    assert ledger("head").stdout == head


def test_what_the_ledger_refuses_of_a_file_may_be_left_out(ledger: Run) -> None:
    ledger(*PAID)
    Path("more.jsonl").write_text(OTHERWISE, encoding="utf-8")
    skipped = ledger("assert", "--file", "more.jsonl", "--skip-invalid", "--format", "json")
    assert skipped.exit_code == 0
    assert json.loads(skipped.stdout)["recorded"] == ["x", "y"]
    told = [line.partition(": error")[0] for line in skipped.stderr.splitlines() if "error[" in line]
    assert sorted(told) == ["more.jsonl:2:1", "more.jsonl:4:1", "more.jsonl:5:1"]
    assert ledger("verify").exit_code == 0


def test_all_that_the_ledger_refuses_is_found_at_once(ledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'{{"id": "e{number}", "type": "paid", "at": "2030-01-06T00:00Z", "ref": "REF"}}' for number in range(20)]
    Path("before.jsonl").write_text("\n".join(lines[:10]), encoding="utf-8")
    Path("again.jsonl").write_text("\n".join(line.replace("REF", "other") for line in lines), encoding="utf-8")
    assert ledger("assert", "--file", "before.jsonl").exit_code == 0
    tries, record = [], LedgerBook.record

    def recording(book: LedgerBook, entries: Sequence[Entered], now: int) -> Receipt:
        tries.append(len(entries))
        return record(book, entries, now)

    monkeypatch.setattr(LedgerBook, "record", recording)
    skipped = ledger("assert", "--file", "again.jsonl", "--skip-invalid", "--format", "json")
    assert json.loads(skipped.stdout)["recorded"] == [f"e{number}" for number in range(10, 20)]
    assert tries == [10]
    assert skipped.stderr.count("error[E313]") == 10


@pytest.mark.parametrize(
    ("act", "target", "reason"),
    [
        (("release", "actor=ann", "--commitment", "pay"), "pact/pay", "ann may not release pact/pay"),
        (
            ("extend", "actor=bob", "--commitment", "pay"),
            "pact/pay",
            "it does not say until when (data: by or for)",
        ),
        (("terminate", "actor=ann", "--agreement", "pact"), "pact", "ann may not terminate pact"),
        (("waive", "actor=bob"), None, "it names no commitment"),
        (("waive", "actor=bob", "--agreement", "pact"), None, "it names no commitment"),
        (("suspend", "actor=bob"), None, "it names no commitment and no agreement"),
        (("terminate", "actor=ann", "--commitment", "pay"), None, "it names no agreement alone"),
    ],
)
def test_acts_without_effect_are_told_with_the_reason(
    ledger: Run, act: tuple[str, ...], target: str | None, reason: str
) -> None:
    for trying in (("--dry-run",), ()):
        told = ledger("assert", *act, "--at", "2030-01-03", "--id", "x", "--format", "json", *trying)
        assert told.exit_code == 0
        assert json.loads(told.stdout)["ineffective"] == [{"event": "x", "target": target, "reason": reason}]
    shown = ledger("assert", *act, "--at", "2030-01-04", "--id", "y").stdout.splitlines()
    assert any(line.startswith("Without effect: y (") and line.endswith(f", for {reason}.") for line in shown)


def test_an_act_with_effect_is_not_told_as_idle(ledger: Run) -> None:
    told = ledger("assert", "release", "actor=bob", "--commitment", "pay", "--at", "2030-01-03", "--format", "json")
    assert json.loads(told.stdout)["ineffective"] == []
    assert status_of(ledger, "pact/pay") == "released"


def test_few_of_many_reasons_are_told(ledger: Run) -> None:
    text = PACT.replace("agreement: pact", "agreement: many").replace(
        "  keep:\n", "  keep:\n    each: {who: [a, b, c, d]}\n"
    )
    Path("many.yaml").write_text(text, encoding="utf-8")
    ledger("add", "many.yaml")
    told = ledger("assert", "waive", "actor=bob", "--commitment", "many/keep", "--at", "2030-01-03", "--id", "x")
    (line,) = [line for line in told.stdout.splitlines() if line.startswith("Without effect")]
    assert line.count(";") == 2
    assert line.endswith(" ….")


def test_few_of_many_acts_without_effect_are_told(ledger: Run) -> None:
    acts = [{"type": "waive", "id": f"w{n:02}", "at": "2030-01-03", "commitment": "pay"} for n in range(15)]
    told = ledger("assert", "--file", "-", stdin="\n".join(map(json.dumps, acts)))
    lines = [line for line in told.stdout.splitlines() if line.startswith("Without effect")]
    assert (len(lines), lines[-1]) == (13, "Without effect as well: 3 more.")


@pytest.mark.parametrize(
    ("kind", "heard"),
    [("payd", False), ("paid", True), ("payment", True), ("denial", True), ("waive", True)],
)
def test_a_type_that_no_text_speaks_of_is_told(ledger: Run, kind: str, *, heard: bool) -> None:
    told = ledger("assert", kind, "actor=eve", "--at", "2030-01-03", "--id", "x").stdout
    assert (f"No text waits for {kind}." in told.splitlines()) is not heard
    again = ledger("assert", kind, "actor=eve", "--at", "2030-01-04", "--id", "y", "--dry-run").stdout
    assert (f"No text waits for {kind}." in again.splitlines()) is not heard


def test_of_many_at_once_it_is_not_told(ledger: Run) -> None:
    lines = [json.dumps({"type": "rain", "id": f"r{day}", "at": f"2030-01-0{day}"}) for day in range(1, 4)]
    assert "No text waits" not in ledger("assert", "--file", "-", stdin="\n".join(lines)).stdout


@pytest.mark.parametrize("name", ["at", "source", "id", "agreement", "commitment"])
def test_what_is_for_one_event_does_not_go_with_a_file(ledger: Run, name: str) -> None:
    result = ledger("assert", "--file", "-", f"--{name}", "left", stdin="")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--{name} is for one event" in result.stderr
