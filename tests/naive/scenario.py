"""Loading, evaluating and checking scenarios: sections 1, 6 and 9."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.naive.patterns import Document
from tests.naive.simulation import Simulation
from tests.naive.times import read_span
from tests.naive.world import View, all_readings, build, first_zone, merged, resolve

CORE = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
)


class Loader(yaml.SafeLoader):
    """YAML 1.2 core scalars: dates stay text, NO is a string, 010 is ten, decimals are exact (section 1)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it


def _integer(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    for prefix, base in (("0o", 8), ("0x", 16)):
        if text.startswith(prefix):
            return int(text[2:], base)
    return int(text)


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


for _tag, _pattern, _first in CORE:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))
Loader.yaml_implicit_resolvers[""] = Loader.yaml_implicit_resolvers.pop("\0")
Loader.add_constructor("tag:yaml.org,2002:int", _integer)
Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def load(text: str) -> list[Document]:
    """Load a stream of documents."""
    return [document for document in yaml.load_all(text, Loader) if document is not None]


@dataclass(frozen=True)
class Row:
    """How one commitment instance stands; times in microseconds since 1970, UTC."""

    status: str
    live: bool
    late: bool
    since: int | None
    due: int | None


@dataclass(frozen=True)
class Result:
    """All rows of a view, by full name, and the acts that changed nothing."""

    rows: Mapping[str, Row]
    ineffective: frozenset[str]
    names: Mapping[str, frozenset[str]]
    simulation: Simulation = field(repr=False, compare=False)

    def full(self, name: str) -> str:
        """Find the full name of a commitment (section 1); what is not known stays as it is."""
        return resolve(name, None, self.names) or name

    def status(self, name: str) -> str:
        """Tell the status of any name: a period ahead is proposed, what is not there is absent (section 5)."""
        full = self.full(name)
        if full in self.rows:
            return self.rows[full].status
        return "proposed" if self.simulation.ahead(full) else "absent"


def evaluate(
    documents: list[Document],
    *,
    as_of: str | int,
    known_at: str | int | None = None,
    account: str = "all",
    reading: Mapping[str, str] | None = None,
    assume: Iterable[Document] = (),
    timezone: str | None = None,
) -> Result:
    """Evaluate everything as of a time; bare dates are ends of days in ``timezone``, else the first agreement's."""
    zone = ZoneInfo(timezone) if timezone else first_zone(documents)
    view = View(
        read_span(as_of, zone).last,
        None if known_at is None else read_span(known_at, zone).last,
        account,
        reading or {},
        tuple(assume),
        zone,
    )
    simulation = Simulation(build(documents, view), view)
    simulation.run()
    names: dict[str, frozenset[str]] = {}
    for document in documents:
        if "agreement" in document:
            known = names.get(document["agreement"], frozenset())
            names[document["agreement"]] = known | frozenset(document.get("commitments") or {})
    ineffective = frozenset(act.id for act in simulation.acts if act.id not in simulation.effective)
    return Result(dict(_rows(simulation)), ineffective, names, simulation)


def _rows(simulation: Simulation) -> Iterable[tuple[str, Row]]:
    for name in sorted(simulation.instances):
        one = simulation.instances[name]
        if one.period is not None and one.period.first > simulation.view.as_of and one.status == "proposed":
            continue  # a period ahead is listed only when asked for by name
        limit = one.must_limit if one.must is not None else one.not_limit
        due = limit.at if limit is not None and (one.live or one.status == "proposed") else None
        since = one.history[-1].at[0] if len(one.history) > 1 else None
        yield name, Row(one.status, one.live, one.late, since, due)
    yield from _placeholders(simulation)


def _placeholders(simulation: Simulation) -> Iterable[tuple[str, Row]]:
    """Before the first event of a ``for-each``, one row, conditional (section 5)."""
    for template in simulation.templates:
        stem = template.family.removesuffix("]")
        made = simulation.family(template.family) or any(name.startswith(stem) for name in simulation.left_out)
        if "for-each" not in template.text or made:
            continue
        state, text = simulation.agreements[template.agreement], template.text
        start = read_span(text["from"], state.text.zone).first if "from" in text else None
        until = read_span(text["until"], state.text.zone).last if "until" in text else None
        begun = None if state.in_force is None else max(state.in_force.instant, start or state.in_force.instant)
        status, since = "conditional", begun
        missed = begun is not None and until is not None and until <= simulation.view.as_of
        missed_first = missed and state.ended is not None and until is not None and until <= state.ended[0]
        if state.ended is not None and not text.get("survives") and not missed_first:
            status, since = "terminated", state.ended[0]
        elif begun is None or begun > simulation.view.as_of:
            status, since = "proposed", None
        elif missed:
            status, since = "expired", until
        elif state.suspended:
            status, since = "suspended", max(begun, state.history[-1].at[0])
        label = f"[{','.join(template.labels)}]" if template.labels else ""
        live = status in {"conditional", "suspended"}
        yield f"{template.agreement}/{template.base}{label}", Row(status, live, late=False, since=since, due=None)


def contested(
    documents: list[Document], as_of: str | int, known_at: str | int | None = None, timezone: str | None = None
) -> set[str]:
    """Collect what has not the same status in all accounts and under all answers (section 6, compare)."""
    accounts = ["all", *merged(documents, "accounts")]
    results = [
        evaluate(documents, as_of=as_of, known_at=known_at, account=account, reading=reading, timezone=timezone)
        for account in accounts
        for reading in [{}, *all_readings(documents)]
    ]
    names = {name for result in results for name in result.rows}
    return {name for name in names if len({result.status(name) for result in results}) > 1}


def check_expectations(documents: list[Document]) -> list[str]:
    """Collect the failures of all ``expect:`` entries (section 9)."""
    failures: list[str] = []
    for document in documents:
        zone = ZoneInfo(document["timezone"]) if "timezone" in document else first_zone(documents)
        for number, entry in enumerate(document.get("expect") or [], start=1):
            if "as-of" not in entry:
                continue  # it expects findings about the text alone
            found = _check_entry(documents, entry, zone)
            failures += [f"expect {number}, as of {entry['as-of']}: {failure}" for failure in found]
    return failures


def _check_entry(documents: list[Document], entry: Document, zone: ZoneInfo) -> Iterable[str]:
    result = evaluate(
        documents,
        as_of=entry["as-of"],
        known_at=entry.get("known-at"),
        account=entry.get("account", "all"),
        reading=entry.get("reading"),
        assume=entry.get("assume") or (),
        timezone=zone.key,
    )
    for name, status in (entry.get("status") or {}).items():
        if result.status(name) != status:
            yield f"{name} is {result.status(name)}, not {status}"
    for key in ("since", "due"):
        for name, wanted in (entry.get(key) or {}).items():
            row = result.rows.get(result.full(name))
            found = None if row is None else row.since if key == "since" else row.due
            span = read_span(wanted, zone)
            if found is None or not span.first <= found <= span.last:
                yield f"{key} of {name} is {found}, not {wanted}"
    yield from _check_sets(documents, entry, result, zone)


def _check_sets(documents: list[Document], entry: Document, result: Result, zone: ZoneInfo) -> Iterable[str]:
    found: dict[str, Any] = {
        "live": {name for name, row in result.rows.items() if row.live},
        "late": {name for name, row in result.rows.items() if row.late},
        "ineffective": set(result.ineffective),
    }
    if "contested" in entry:
        found["contested"] = contested(documents, entry["as-of"], entry.get("known-at"), zone.key)
    for key, names in found.items():
        if key in entry:
            wanted = {name if key == "ineffective" else result.full(name) for name in entry[key]}
            if names != wanted:
                yield f"{key}: {sorted(names - wanted)} too many, {sorted(wanted - names)} missing"
