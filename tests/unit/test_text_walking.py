"""Conditions and patterns, with their paths."""

from commitments.records.agreement import Agreement
from commitments.text.walking import of_agreement, patterns, texts_of, walk

AGREEMENT = Agreement.model_validate(
    {
        "agreement": "a", "made": "2030-01-01", "in-force": {"event": "e1"},
        "unless": {"not": {"event": "e2"}, "within": "3d"},
        "term": "1 year", "renews": {"unless": {"event": "e3"}},
        "states": {"s": {"starts": {"event": "e4"}, "ends": {"event": "e5"}}},
        "counts-as": {"x": [{"event": "e6"}, {"all": [{"event": "e7"}, {"event": "e8"}]}]},
        "readings": {"q": ["y"]},
        "commitments": {
            "c": {
                "debtor": "ann", "creditor": "bob", "for-each": {"event": "e9"}, "while": {"state": "s"},
                "must": {"at-least": 1, "of": [{"then": [{"event": "e10"}, {"any": [{"event": "e11"}]}]}]},
                "must-not": {"all": [{"event": "e12"}]},
                "readings": {"q": {"y": {"if": {"event": "e13"}}}},
            },
        },
    }
)  # fmt: skip


def test_every_pattern_is_found_with_its_path() -> None:
    found = {pattern.event: ".".join(map(str, path)) for path, pattern in patterns(AGREEMENT)}
    assert found == {
        "e1": "in-force", "e2": "unless.not", "e3": "renews.unless", "e4": "states.s.starts", "e5": "states.s.ends",
        "e6": "counts-as.x.0.all.0", "e7": "counts-as.x.1.all.0", "e8": "counts-as.x.1.all.1",
        "e9": "commitments.c.for-each", "e10": "commitments.c.must.of.0.then.0",
        "e11": "commitments.c.must.of.0.then.1.any.0", "e12": "commitments.c.must-not.all.0",
        "e13": "commitments.c.readings.q.y.if",
    }  # fmt: skip


def test_a_condition_comes_before_its_parts() -> None:
    (path, condition), *_ = [pair for pair in of_agreement(AGREEMENT) if pair[0] == ("unless",)]
    assert [place for place, _ in walk(condition, path)] == [("unless",), ("unless", "not")]


def test_the_texts_of_a_test() -> None:
    assert texts_of(("a", True, "$b")) == ["a", "$b"]
    assert texts_of({">=": "2030-01-01", "<": True}) == ["2030-01-01"]
