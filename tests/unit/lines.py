"""Lines of JSON that tell events, most of them sound, the others wrong in one way or another."""

from __future__ import annotations

import json

from hypothesis import strategies as st

_ODD_TEXTS = ["Paid.", "a\tb", "é", "\u202e", "", "\U0001f980", 'a"b', "a\\b", "\u00a0"]
_TEXTS = st.text(max_size=8) | st.sampled_from(_ODD_TEXTS)
_NAMES = st.sampled_from(["ann", "bob", "a.b-c_1", "Ann", "-x", "", "a b", "ä", "x" * 201, "a\n"]) | _TEXTS
_NUMBERS = st.integers().map(str) | st.sampled_from(
    ["0", "-0", "1.50", "-0.0", "1e5", "1E400", "01", "0.30000000000000001", "9" * 20, "9" * 120, "1" + "0" * 18]
)
_DAYS = ["2030-01-05", "2030-01", "soon", "", "2030-01-05T1", "0000-01-01T00:00:00Z"]
_CLOCKS = ["T10:00:00Z", "T10:00:00.123456Z", "T10:00+03:00", "T24:00:00Z", "T10:61:00Z", "t10:00:00z", "T10:00:60Z"]
_TIMES = st.sampled_from([*_DAYS, "2030-02-30T10:00:00Z", *(f"2030-01-05{clock}" for clock in _CLOCKS)])
_WORDS = st.sampled_from(["true", "false", "null", "[]", "{}", '[["a"]]', '{"a": 1}', "NaN"])


def _written(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(json.dumps, texts, ensure_ascii=st.booleans())


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]")


_SCALARS = _written(_TEXTS) | _NUMBERS | st.sampled_from(["true", "false"])
_VALUES = _SCALARS | _lists(_SCALARS) | _WORDS


def _objects(
    keys: st.SearchStrategy[str], most: int, values: st.SearchStrategy[str] = _VALUES
) -> st.SearchStrategy[str]:
    members = st.tuples(_written(keys), values).map(": ".join)
    return st.lists(members, max_size=most).map(lambda found: f"{{{', '.join(found)}}}")


_DATA = _objects(st.sampled_from(["n", "ref", "", "$number", "k" * 201]) | _TEXTS, 3)
_MANY_NAMES = _written(_NAMES) | _lists(_written(_NAMES)) | _WORDS
_SOUND = {
    "type": _written(st.sampled_from(["paid", "denial"])),
    "at": _written(st.just("2030-01-05T10:00:00Z")),
    "id": _written(st.sampled_from(["p", "q:1", "urn/x@1"])),
}
_ANY = {
    "type": _written(_NAMES) | _WORDS,
    "at": _written(_TIMES) | _WORDS,
    "id": _written(_NAMES) | _WORDS,
    **dict.fromkeys(("actor", "target", "object", "place", "source"), _MANY_NAMES),
    "agreement": _written(_NAMES) | _WORDS,
    "commitment": _written(st.sampled_from(["pay", "deal/pay", "pay[ann]", "a/b/c", "pay[a b]", "pay[]"]) | _NAMES),
    "text": _written(_TEXTS) | _WORDS,
    "ref": _written(_TEXTS) | _WORDS,
    "data": _DATA | _WORDS,
    "recorded": _written(_TIMES) | _WORDS,
    "retract": _written(_NAMES),
    "specversion": _written(st.just("1.0")),
    "odd": _VALUES,
}


_WHO = _written(st.sampled_from(["ann", "un"]))
_PLAIN = st.sampled_from(["5", "-7", "1.50", "true", '"a b"', '"é"', '["x", 2, false]'])
#: What may stand beside that.
_MORE = {
    **dict.fromkeys(("actor", "target", "object", "place", "source"), _WHO | _lists(_WHO)),
    "agreement": _WHO,
    "commitment": _written(st.sampled_from(["pay", "deal/pay", "pay[ann]"])),
    "text": _written(st.just("Paid.")),
    "data": _objects(st.sampled_from(["n", "ref", "Größe"]), 3, _PLAIN),
}


def _member(name: str, fields: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[str]:
    return fields[name].map(lambda value: f'"{name}": {value}')


#: Each has what every event has, and more: perhaps again, perhaps what no event has.
events: st.SearchStrategy[str] = st.builds(
    lambda sound, more, odd, end: f"{{{', '.join((*sound, *more, *odd))}}}{end}",
    st.tuples(*(_member(name, _SOUND) for name in _SOUND)),
    st.lists(st.sampled_from(sorted(_MORE)), max_size=3, unique=True).flatmap(
        lambda names: st.tuples(*(_member(name, _MORE) for name in names))
    ),
    st.just(()) | st.lists(st.sampled_from(sorted(_ANY)).flatmap(lambda name: _member(name, _ANY)), max_size=2),
    st.sampled_from(["", "", "", " ", "}", "x"]),
)

lines: st.SearchStrategy[str] = events | _objects(st.sampled_from(sorted(_ANY)), 5) | st.text(max_size=20)
