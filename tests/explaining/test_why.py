"""Why, why not, what next; when it was, and when that was known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commitments import Tracker
from commitments.reports.report import Report

CHAIN = """\
agreement: works
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}, eve: {name: Eve}}
sources: {press: {name: Press}, court: {name: Court}}
counts-as:
  delivery:
    - all:
        - {event: shipped, object: $what}
        - {event: arrived, object: $what}
commitments:
  deliver:
    text: Bob delivers the goods
    ref: Art. 1
    debtor: bob
    creditor: ann
    must: {event: delivery}
    by: 2030-01-31
  pay:
    text: Ann pays for what was delivered
    debtor: ann
    creditor: bob
    if: {commitment: deliver, is: satisfied}
    must: {event: paid, total: amount, at-least: 10, actor: $debtor}
    within: 30d
    grace: 5d
  thank: {debtor: bob, creditor: ann, if: {commitment: pay, is: satisfied}, must: {event: thanked}}
  inspect: {debtor: eve, creditor: ann, must: {not: {event: fault, actor: bob}, within: 10d}}
"""
EVENTS = """\
---
events:
  - {id: s, type: shipped, object: box, at: 2030-01-03, source: press}
  - {id: a, type: arrived, object: box, at: 2030-01-05, source: [press, court]}
  - {id: small, type: paid, actor: ann, at: 2030-01-06, data: {amount: 1}, source: court}
  - {id: half, type: paid, actor: ann, at: 2030-01-07, data: {amount: 6}, source: court}
  - {id: rest, type: paid, actor: ann, at: 2030-01-08, data: {amount: 5}, source: press}
"""
CLOCK = 1_896_134_400_000_000  # 2030-02-01T00:00Z


@pytest.fixture(params=["files", "ledger"])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tracker]:
    if request.param == "files":
        with Tracker.load(CHAIN + EVENTS, clock=lambda: CLOCK) as tracker:
            yield tracker
        return
    with Tracker.open(tmp_path / "kept.db", clock=lambda: CLOCK) as tracker:
        tracker.add(CHAIN + EVENTS)
        yield tracker


def lines(report: Report) -> str:
    return "\n".join((*report.notes, *(report.prose or ())))


def test_an_explanation_goes_down_to_the_words_and_the_sources(works: Tracker) -> None:
    text = lines(works.why("thank", as_of="2030-01-09"))
    for words in (
        "It has been detached (owed) since 2030-01-08, because its condition (if) was met as works/pay became",
        "works/pay became satisfied on 2030-01-08, because what it asks for (must) was done by half",
        "Its words are: “Ann pays for what was delivered”.",
        "Event half: paid by ann (amount 6), 2030-01-07, reported by court.",
    ):
        assert words in text


def test_no_more_events_are_cited_than_it_takes(works: Tracker) -> None:
    step = works.why("pay", as_of="2030-01-09")[0]
    assert (step.events, step.sources) == (("half", "rest"), ("court", "press"))


def test_what_counted_as_something_is_told_with_what_it_took(works: Tracker) -> None:
    report = works.why("deliver", as_of="2030-01-09")
    assert "reported by press and court; it counts as delivery together with s." in lines(report)
    (event,) = report.beside["why"]["events"]
    assert event["counts_as"] == [{"type": "delivery", "with": ["s"]}]
    assert event["sources"] == ["press", "court"]
    assert [(each["id"], each["sources"]) for each in report.beside["why"]["others"]] == [("s", ["press"])]
    assert "Event s: shipped on box, 2030-01-03, reported by press." in lines(report)


KINDS = """\
vocabulary: arms
is-a: {mortar-fire: heavy-fire}
---
agreement: line
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {left: {name: Left}, right: {name: Right}, far: {name: Far}}
commitments:
  quiet: {debtor: ann, creditor: bob, must-not: {event: heavy-fire, actor: $debtor}}
  either: {debtor: ann, creditor: bob, must: {any: [{time: "2030-01-05T00:00:00Z"}, {event: seen}]}}
---
events:
  - {id: m, type: mortar-fire, actor: ann, at: 2030-01-03, source: left}
  - {id: d, type: denial, object: m, at: 2030-01-04, source: [right, far]}
  - {id: s, type: seen, at: "2030-01-05T00:00:00Z"}
"""


def test_what_an_event_is_and_who_deny_it_are_told() -> None:
    with Tracker.load(KINDS) as line:
        text = lines(line.why("quiet", as_of="2030-01-06"))
    assert (
        "Event m: mortar-fire by ann, 2030-01-03, reported by left; it counts as heavy-fire"
        " (contested: right and far deny it)." in text
    )


def test_an_event_without_which_time_would_do_is_not_cited() -> None:
    with Tracker.load(KINDS) as line:
        step = line.why("either", as_of="2030-01-06")[0]
    assert (step.after, step.events) == ("satisfied", ())


def test_what_had_no_effect_is_told_with_the_reason() -> None:
    acts = """\
  - {id: mine, type: release, commitment: deliver, actor: bob, at: 2030-01-02}
  - {id: handed, type: delegate, commitment: deliver, actor: bob, target: eve, at: 2030-01-02T12:00Z}
"""
    with Tracker.load(CHAIN + "---\nevents:\n" + acts) as works:
        report = works.why("deliver", as_of="2030-01-03")
    assert report.beside["ineffective"] == [{"event": "mine", "reason": "bob may not release works/deliver"}]
    assert (report.prose or ())[-2:] == (
        "Without effect:",
        "  2030-01-02: mine (release by bob), for bob may not release works/deliver.",
    )
    assert "an act took effect: handed (delegate by bob to eve); it stayed detached." in lines(report)


def test_what_happened_again_is_told_after_it() -> None:
    noise = "  - {id: one, type: told, at: 2030-01-03}\n  - {id: two, type: told, at: 2030-01-04}\n"
    text = LATE.replace("must-not: {event: told}", "must-not: {event: told}, continuing: true")
    with Tracker.load(text + "---\nevents:\n" + noise) as rent:
        report = rent.why("keep", as_of="2030-01-05")
    assert (report.prose or ())[-2:] == (
        "Since then:",
        "  2030-01-04: what it rules out (must-not) happened: two (told); it stayed violated.",
    )


FACTS = """\
agreement: facts
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
counts-as:
  massing: [{all: [{event: troops, place: $w}, {event: tanks, place: $w}]}]
  invasion: [{all: [{event: massing, place: $w}, {event: crossing, place: $w}]}]
  parade: [{event: crossing}]
commitments:
  meet: {debtor: ann, creditor: bob, unless: {event: invasion}, must: {event: met}}
  watch: {debtor: ann, creditor: bob, must: {event: crossing}}
---
events:
  - {id: t, type: troops, place: north, at: 2030-01-02}
  - {id: k, type: tanks, place: north, at: 2030-01-03}
  - {id: c, type: crossing, place: north, at: 2030-01-04}
"""


def test_only_what_made_the_difference_is_told_of_what_an_event_counted_as() -> None:
    with Tracker.load(FACTS) as facts:
        void, done = (facts.why(name, as_of="2030-01-05").beside["why"] for name in ("meet", "watch"))
        text = lines(facts.why("meet", as_of="2030-01-05"))
    assert [event["counts_as"] for event in void["events"]] == [[{"type": "invasion", "with": ["k"]}]]
    assert {event["id"]: event["counts_as"] for event in void["others"]} == {
        "k": [{"type": "massing", "with": ["t"]}],
        "t": [],
    }
    assert (done["events"][0]["counts_as"], done["others"]) == ([], [])
    assert "it counts as massing together with t" in text
    assert "Event t: troops at north, 2030-01-02, no source is named." in text


def test_machines_are_told_the_same_as_a_tree(works: Tracker) -> None:
    report = works.why("thank", as_of="2030-01-09")
    assert report.schema == "why/1"
    tree = report.beside["why"]
    assert (tree["name"], tree["rule"], tree["part"]) == ("works/thank", "if met", "if")
    (below,) = tree["follows"]
    assert (below["name"], [event["id"] for event in below["events"]]) == ("works/pay", ["half", "rest"])
    assert works.why("deliver", as_of="2030-01-09").beside["ref"] == "Art. 1"


def test_what_comes_next_whose_move_it_is_and_what_then(works: Tracker) -> None:
    report = works.next("pay", as_of="2030-01-07")
    assert [(row.part, row.decides, row.status, row.move, row.whose) for row in report] == [
        ("must", "event", "satisfied", "debtor", ("ann",)),
        ("limit", "time", "overdue", "time", ()),
        ("grace", "time", "violated", "time", ()),
    ]
    assert report[0].example == ("paid actor=ann data.amount=3 at=2030-01-08T00:00:00Z",)
    assert "It becomes overdue at 2030-02-04 24:00 UTC unless before that: paid by ann" in lines(report)
    assert "Then it becomes violated at 2030-02-09 24:00 UTC, if still nothing happens." in lines(report)


def test_silence_may_satisfy_and_an_event_break(works: Tracker) -> None:
    report = works.next("inspect", as_of="2030-01-02")
    assert [(row.decides, row.status, row.move) for row in report] == [
        ("event", "violated", "other"),
        ("time", "satisfied", "time"),
    ]


def test_the_act_that_ends_a_suspension_is_told() -> None:
    paused = "  - {id: stop, type: suspend, commitment: pay, actor: bob, at: 2030-01-06T12:00:00Z}\n"
    with Tracker.load(CHAIN + EVENTS.replace("  - {id: half", paused + "  - {id: half")) as works:
        report = works.next("pay", as_of="2030-01-07")
    assert (report[0].part, report[0].status, report[0].move, report[0].what) == (
        "resume", "detached", "creditor", "resume by bob",
    )  # fmt: skip
    assert report[0].example == ("resume actor=bob commitment=works/pay at=2030-01-08T00:00:00Z",)


def test_why_not_leads_on_step_by_step(works: Tracker) -> None:
    text = lines(works.why("thank", status="satisfied", as_of="2030-01-07"))
    assert "works/thank is conditional (not owed yet), not satisfied." in text
    assert "It becomes owed if: pay is satisfied (the move of ann)." in text
    assert "Then it asks for: thanked (the move of bob)." in text
    overdue = lines(works.why("pay", status="violated", as_of="2030-01-07"))
    assert "It becomes violated at 2030-02-09 24:00 UTC, if nothing happens before." in overdue


def test_why_not_names_the_act_where_no_condition_leads_there(works: Tracker) -> None:
    text = lines(works.why("pay", status="released", as_of="2030-01-07"))
    assert "No condition leads there, but an act would: release by bob." in text


def test_what_rests_on_one_source_only(works: Tracker) -> None:
    rows = {row.name: row.rests_on for row in works.list(weak=True, as_of="2030-01-09")}
    assert rows == {
        "works/deliver": ("press",),
        "works/pay": ("court", "press"),
        "works/thank": ("court", "press"),
    }


def test_a_status_that_others_would_bring_about_as_well_does_not_rest_on_one() -> None:
    again = "  - {id: also, type: paid, actor: ann, at: 2030-01-09, data: {amount: 10}, source: [left, right]}\n"
    with Tracker.load(CHAIN + EVENTS + again) as works:
        rows = {row.name: row.rests_on for row in works.list(weak=True, as_of="2030-01-09")}
    assert rows == {"works/deliver": ("press",), "works/pay": ("press",), "works/thank": ("press",)}


def test_what_nobody_has_reported_on(works: Tracker) -> None:
    stale = [row.name for row in works.due(as_of="2030-01-31", stale="20d")]
    assert stale == ["works/thank"]


def test_what_has_only_just_begun_is_not_stale() -> None:
    with Tracker.load(CHAIN) as works:
        assert not works.due(as_of="2030-01-08", stale="10d").rows
        found = [row.name for row in works.due(as_of="2030-01-12", stale="10d")]
        assert found == ["works/deliver", "works/pay", "works/thank"]


# --- when it was, and when that was known ----------------------------------------------------------------------------

LATE = """\
agreement: rent
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2030-01-10T00:00:00Z}
  keep: {debtor: ann, creditor: bob, must-not: {event: told}}
"""


def at(text: str) -> int:
    from commitments.text.times import parse_moment

    return parse_moment(text, "UTC").at


@pytest.fixture
def rent(tmp_path: Path) -> Iterator[Tracker]:
    """Paid, as it seemed; on the 20th that is withdrawn, and on the 25th a breach of the 3rd comes to light."""
    now = [at("2030-01-01")]
    with Tracker.open(tmp_path / "rent.db", clock=lambda: now[0]) as tracker:
        tracker.add(LATE)
        now[0] = at("2030-01-06")
        tracker.assert_event("paid", id="p", at="2030-01-05T00:00:00Z")
        now[0] = at("2030-01-20")
        tracker.retract("p", reason="bounced")
        now[0] = at("2030-01-25")
        tracker.assert_event("told", id="t", at="2030-01-03T00:00:00Z")
        now[0] = at("2030-02-01")
        yield tracker


def test_when_it_became_violated_and_since_when_that_is_known(rent: Tracker) -> None:
    step = rent.why("pay")[0]
    assert (step.after, step.at.day, step.known.day) == ("violated", 10, 20)
    assert "That has been known since 2030-01-20 00:00 UTC." in lines(rent.why("pay"))
    found = {row.name: (row.at.day, row.known.day) for row in rent.history() if row.after == "violated"}
    assert found == {"rent/pay": (10, 20), "rent/keep": (3, 25)}
    assert "known" in rent.history().brief


def test_what_changed_in_what_was_known(rent: Tracker) -> None:
    report = rent.diff(known_start="2030-01-15", known_end="2030-01-22", as_of="2030-01-14")
    assert [(row.name, row.before, row.after) for row in report] == [("rent/pay", "satisfied", "violated")]
    later = rent.diff(known_start="2030-01-22", as_of="2030-01-14")
    assert [(row.name, row.before, row.after, row.known.day) for row in later] == [
        ("rent/keep", "detached", "violated", 25)
    ]
    assert later.notes == ("Compared with what was known at 2030-01-22 24:00 UTC",)
    assert not rent.diff(known_start="2030-01-26", as_of="2030-01-14").rows


def test_files_that_tell_when_it_was_recorded_tell_both_dates() -> None:
    entries = "---\nevents:\n  - {id: t, type: told, at: 2030-01-03T00:00:00Z, recorded: 2030-01-25T00:00:00Z}\n"
    with Tracker.load(LATE + entries) as rent:
        step = rent.why("keep", as_of="2030-02-01")[0]
    assert (step.at.day, step.known.day) == (3, 25)


def test_what_a_writing_only_found_out_stands_last_and_is_marked(tmp_path: Path) -> None:
    now = [at("2030-01-01")]
    with Tracker.open(tmp_path / "rent.db", clock=lambda: now[0]) as rent:
        rent.add(LATE)
        now[0] = at("2030-01-15")
        report = rent.assert_event("told", at="2030-01-14T00:00:00Z")
    assert [(row.name, row.by) for row in report] == [("rent/keep", "news"), ("rent/pay", "time")]
    assert report.notes[-1].startswith("The last of these came about by the passing of time")
