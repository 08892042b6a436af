"""CloudEvents come and go: what we write the official SDK reads, what the SDK writes we read."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from tests.cli.conftest import NOW, Run

SENT = [
    {
        "id": "p/1",
        "type": "paid",
        "source": "urn:bank:left",
        "time": datetime(2030, 1, 5, 10, tzinfo=UTC),
        "actor": "ann",
    },
    {
        "id": "s",
        "type": "shipped",
        "source": "left,right",
        "time": datetime(2030, 1, 20, tzinfo=UTC),
        "actor": "ann,bob",
    },
]
FIXTURE = str(Path(__file__).parents[2] / "fixtures" / "summit-2022.yaml")


def logged(run: Run, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("log", "--format", "json", *options).stdout)["rows"]
    return rows


def written(run: Run, *options: str) -> list[str]:
    result = run("log", "--format", "cloudevents", *options)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_what_the_sdk_writes_is_recorded(ledger: Run) -> None:
    events = [CloudEvent(dict(attributes), {"amount": 10.5, "cash": True}) for attributes in SENT]
    Path("in.jsonl").write_bytes(b"\n".join(JSONFormat().write(event) for event in events))
    result = ledger("assert", "--file", "in.jsonl")
    assert result.exit_code == 0, result.output
    paid, shipped = logged(ledger)
    assert (paid["id"], paid["at"], paid["source"]) == ("p/1", "2030-01-05T10:00:00Z", "urn-bank-left")
    assert json.loads(paid["data"]) == {"amount": 10.5, "cash": True}
    assert (shipped["actor"], shipped["source"]) == ("ann, bob", "left, right")
    assert "satisfied" in ledger("show", "pay").stdout


def test_what_we_write_the_sdk_reads_and_writes_again(run: Run) -> None:
    lines = written(run, "-f", FIXTURE)
    rows = {row["id"]: row for row in logged(run, "-f", FIXTURE)}
    assert {json.loads(line)["id"] for line in lines} == set(rows)
    for line in lines:
        event = JSONFormat().read(None, line)
        assert isinstance(event, CloudEvent)
        row = rows[event.get_id()]
        assert event.get_type() == row["type"]
        assert event.get_source().replace(",", ", ") == (row["source"] or "urn:commitments:nobody")
        sent = json.loads(line)
        assert ("time" in sent) == ("T" in sent.get("at", sent.get("time")))
        again = json.loads(JSONFormat().write(event))
        assert {key: value for key, value in again.items() if key != "time" or "time" in sent} == sent


def test_a_ledger_that_is_told_what_another_wrote_answers_as_it_does(run: Run) -> None:
    events = [event for line in written(run, "-f", FIXTURE) if (event := JSONFormat().read(None, line))]
    Path("out.jsonl").write_bytes(b"\n".join(JSONFormat().write(event) for event in events))
    text = Path(FIXTURE).read_text(encoding="utf-8").split("\n---\nevents:")[0]
    Path("agreements.yaml").write_text(text + "\n", encoding="utf-8")
    ask = ("list", "--as-of", "2022-03-01", "--format", "json")
    assert json.loads(run(*ask, "-f", "agreements.yaml", "-f", "out.jsonl").stdout) == json.loads(
        run(*ask, "-f", FIXTURE).stdout
    )


def test_days_keep_their_zone(run: Run) -> None:
    text = "events: [{id: d, type: paid, at: 2030-01-05}, {id: m, type: paid, at: 2030-01}]\ntimezone: Asia/Tokyo\n"
    Path("days.yaml").write_text(text, encoding="utf-8")
    lines = written(run, "-f", "days.yaml")
    assert [(json.loads(line)["at"], json.loads(line)["timezone"]) for line in lines] == [
        ("2030-01", "Asia/Tokyo"), ("2030-01-05", "Asia/Tokyo"),
    ]  # fmt: skip
    Path("out.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert logged(run, "-f", "out.jsonl") == logged(run, "-f", "days.yaml")[::-1]


def test_corrected_events_are_written_as_they_are_known_and_withdrawn_ones_are_not(ledger: Run) -> None:
    for command in (
        ("assert", "paid", "actor=ann", "amount=1", "--at", "2030-01-05T00:00Z", "--id", "p"),
        ("assert", "shipped", "--at", "2030-01-06T00:00Z", "--id", "s"),
        ("correct", "p", "amount=2"),
        ("retract", "s"),
    ):
        assert ledger(*command).exit_code == 0
    (line,) = written(ledger)
    assert json.loads(line)["data"] == {"amount": 2}
    assert json.loads(line)["recordedtime"] == datetime.fromtimestamp(NOW // 1_000_000, UTC).isoformat()[:19] + "Z"
    assert written(ledger, "--type", "shipped") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{"specversion": "1.0", "id": "e", "source": "a", "type": "paid", "at": "2030-01-05", "timezone": "Mars"}',
            "E204",
        ),
        ('{"specversion": "1.0", "id": "e", "source": "a", "type": "paid"}', "E208"),
    ],
)
def test_an_envelope_with_mistakes_is_refused(ledger: Run, line: str, said: str) -> None:
    result = ledger("assert", "--file", "-", stdin=line)
    assert result.exit_code == 2
    assert f"-:1:1: error[{said}]" in result.stderr


def test_an_export_is_made_of_cloudevents(ledger: Run) -> None:
    lines = ledger("export").stdout.splitlines()
    assert len(lines) > 3
    for line in lines:
        event = JSONFormat().read(None, line)
        assert event.get_source() == "urn:commitments:ledger"
