"""`assert --file` with tables: plain ones, those of others with a mapping, and what is shipped for GDELT and ACLED."""

import json
from pathlib import Path

import pytest

from commitments.text.mapping import load_mapping
from tests.cli.conftest import Run

PLAIN = """\
id,type,at,actor,source,data.amount,text
p,paid,2030-01-05,ann,left,10.50,"on time, in full"
s,shipped,2030-01-20,bob,,,
"""
BANK = """\
mapping: bank
separator: semicolon
timezone: Europe/Berlin
only: {Status: booked}
fields:
  id: {column: No, prefix: bank-}
  type: {column: Kind, map: {CREDIT: paid, FEE: charged}, unmapped: skip}
  at: {column: Date, format: "%d.%m.%Y"}
  actor: {column: Name, as: name}
  source: {value: right}
  data.amount: {column: Amount, as: number}
"""
STATEMENT = """\
No;Date;Kind;Name;Amount;Status
1;05.01.2030;CREDIT;Ann;100;booked
2;06.01.2030;CREDIT;Ann;50;pending
3;07.01.2030;INTEREST;Bank;1;booked
"""
AGREEMENT = """\
agreement: truce
made: 2022-01-01
parties: {north: {}, south: {}, rus: {part-of: north}, ukr: {part-of: south}}
commitments:
  no-fire:
    debtor: north
    creditor: south
    must-not: {event: armed-force, actor: north, target: south}
  say-so: {debtor: north, creditor: south, must: {event: ceasefire-declared, actor: north}}
"""


@pytest.fixture
def banked(ledger: Run) -> Run:
    Path("bank.yaml").write_text(BANK, encoding="utf-8")
    Path("january.csv").write_text(STATEMENT, encoding="utf-8")
    return ledger


def logged(run: Run) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("log", "--format", "json").stdout)["rows"]
    return rows


def test_a_table_with_our_own_names_needs_no_mapping(ledger: Run) -> None:
    Path("plain.csv").write_text(PLAIN, encoding="utf-8-sig")
    result = ledger("assert", "--file", "plain.csv", "--columns", "name,after")
    assert result.exit_code == 0, result.output
    assert "Recorded: p, s." in result.stdout
    assert [(row["id"], row["actor"], row["source"], row["data"]) for row in logged(ledger)] == [
        ("p", "ann", "left", '{"amount": 10.5}'),
        ("s", "bob", "", None),
    ]
    assert ledger("live", "-f", "pact.yaml", "-f", "plain.csv").exit_code == 0


def test_a_mapping_says_what_the_columns_mean(banked: Run) -> None:
    result = banked("assert", "--file", "january.csv", "--mapping", "bank.yaml")
    assert result.exit_code == 0, result.output
    assert "Recorded: bank-1." in result.stdout
    assert "Left out, as the mapping says: 2 rows." in result.stdout
    (row,) = logged(banked)
    assert (row["id"], row["type"], row["actor"], row["source"]) == ("bank-1", "paid", "ann", "right")
    assert str(row["at"]).startswith("2030-01-0")
    assert "satisfied" in banked("list", "--status", "satisfied").stdout


def test_dry_run_shows_the_events_and_what_would_change_and_writes_nothing(banked: Run) -> None:
    head = banked("head").stdout
    asked = ("assert", "--file", "january.csv", "--mapping", "bank.yaml", "--dry-run")
    tried = banked(*asked)
    assert "bank-1: paid by ann (amount 100), 2030-01-05, reported by right" in tried.stdout
    assert "pact/pay" in tried.stdout
    answer = json.loads(banked(*asked, "--format", "json").stdout)
    assert answer["left_out"] == 2
    assert [event["id"] for event in answer["events"]] == ["bank-1"]
    assert banked("head").stdout == head


def test_a_table_comes_from_standard_input_with_its_mapping(banked: Run) -> None:
    result = banked("assert", "--file", "-", "--mapping", "bank.yaml", stdin=STATEMENT)
    assert "Recorded: bank-1." in result.stdout


def test_wrong_rows_refuse_the_whole_or_are_skipped(banked: Run) -> None:
    rows = STATEMENT + "4;31.02.2030;CREDIT;Ann;1;booked\n5;08.01.2030;FEE;Ann;much;booked\n"
    Path("january.csv").write_text(rows, encoding="utf-8")
    asked = ("assert", "--file", "january.csv", "--mapping", "bank.yaml")
    refused = banked(*asked)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "january.csv:5:1: error[E202]: at: `31.02.2030` is not written as `%d.%m.%Y`" in refused.stderr
    assert "january.csv:6:1: error[E201]: data.amount: this should be a number" in refused.stderr
    assert logged(banked) == []
    skipped = banked(*asked, "--skip-invalid")
    assert skipped.exit_code == 0
    assert "january.csv:5:1: error[E202]" in skipped.stderr
    assert [row["id"] for row in logged(banked)] == ["bank-1"]


def test_a_mapping_with_mistakes_is_refused_at_their_place(banked: Run) -> None:
    Path("bank.yaml").write_text(BANK.replace("column: Date", "colum: Date"), encoding="utf-8")
    result = banked("assert", "--file", "january.csv", "--mapping", "bank.yaml")
    assert result.exit_code == 2
    assert "bank.yaml:8:8: error[E207]: the key `colum` is not known here" in result.stderr
    assert banked("assert", "paid", "--mapping", "bank.yaml").exit_code == 2
    assert "did you mean `acled`?" in banked("assert", "--file", "january.csv", "--mapping", "acld").stderr


def gdelt(version: int, **cells: str) -> str:
    mapping = load_mapping(f"gdelt-{version}").mapping
    assert mapping is not None
    assert mapping.columns is not None
    return "\t".join(cells.get(column, "") for column in mapping.columns)


def told(run: Run, table: str, mapping: str, types: str) -> None:
    """Record a table beside an agreement that speaks of its types in words."""
    Path("truce.yaml").write_text(AGREEMENT, encoding="utf-8")
    assert run("example", types, "-o", "types.yaml").exit_code == 0
    assert run("add", "truce.yaml", "types.yaml").exit_code == 0
    Path("table.export.CSV").write_text(table, encoding="utf-8")
    result = run("assert", "--file", "table.export.CSV", "--mapping", mapping)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("version", "width"), [(1, 58), (2, 61)])
def test_gdelt(run: Run, version: int, width: int) -> None:
    strike = {
        "GLOBALEVENTID": "1029", "SQLDATE": "20220224", "Actor1Code": "RUSMIL", "Actor1CountryCode": "RUS",
        "Actor2Code": "UKR", "Actor2CountryCode": "UKR", "IsRootEvent": "1", "EventCode": "195",
        "GoldsteinScale": "-10.0", "NumMentions": "8",
        "ActionGeo_FullName": 'Kyiv, "Kyyiv, Misto", Ukraine', "SOURCEURL": "https://example.org/a",
    }  # fmt: skip
    truce = {**strike, "GLOBALEVENTID": "1030", "EventCode": "0871", "SQLDATE": "20220301"}
    lines = [gdelt(version, **strike), gdelt(version, **truce), gdelt(version, **{**strike, "IsRootEvent": "0"})]
    assert {line.count("\t") + 1 for line in lines} == {width}
    told(run, "\n".join(lines), f"gdelt-{version}", "cameo-types")
    first, second = logged(run)
    assert (first["id"], first["type"], first["actor"], first["target"]) == (
        "gdelt-1029", "cameo-195", "rus, rusmil", "ukr",
    )  # fmt: skip
    assert (first["source"], second["type"]) == ("gdelt", "cameo-0871")
    assert "violated" in run("show", "no-fire", "--as-of", "2022-02-25").stdout
    assert "satisfied" in run("show", "say-so", "--as-of", "2022-03-02").stdout


def test_acled(run: Run) -> None:
    header = (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
        "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
        "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
    )
    row = (
        "UKR1,24 February 2022,2022,1,Political violence,Explosions/Remote violence,Shelling/artillery/missile attack,"
        "Rus,Military Forces of Rus (2000-),State forces,Ukr,,Civilians,17,,804,Europe,Ukraine,Kyiv,,,Kyiv,"
        '50.45,30.52,1,Desk One; Desk Two,National,"On 24 February, shells fell.",3,,1650000000'
    )
    told(run, f"{header}\n{row}\n", "acled", "acled-types")
    (event,) = logged(run)
    assert (event["id"], event["type"]) == ("UKR1", "acled-shelling-artillery-missile-attack")
    assert (event["actor"], event["source"]) == ("rus, military-forces-of-rus-2000", "desk-one, desk-two")
    assert "violated" in run("show", "no-fire", "--as-of", "2022-02-25").stdout


def test_what_is_shipped_is_listed_and_printed(run: Run) -> None:
    listed = run("example").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["acled", "acled-types", "cameo-types", "gdelt-1", "gdelt-2"]
    assert "mapping: acled" in run("example", "acled").stdout
    wrong = run("example", "gdelt")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean" in wrong.stderr
