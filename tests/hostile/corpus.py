"""Texts written to hurt: each by name, with the name of the file in which it would come."""

from __future__ import annotations

import json
from collections.abc import Iterator

AGREEMENT = """\
agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: MUST}
"""
EVENT = '{"id": "e", "type": "paid", "at": "2030-01-01"}'
HEAD = "id,type,actor,at\n"
MANY = 400_000


def deal(must: str) -> str:
    """An agreement with this condition."""
    return AGREEMENT.replace("MUST", must)


def nested(form: str, times: int) -> str:
    """A condition inside a condition, so many times."""
    return f"{{{form}: [" * times + "{event: paid}" + "]}" * times


def bytes_and_forms() -> Iterator[tuple[str, str | bytes]]:
    """Yield YAML that is deep, wide, long, or no text at all."""
    yield "nothing", ""
    yield "a null byte", "agreement: deal\0"
    yield "bytes", bytes(range(256))
    yield "utf-16", AGREEMENT.encode("utf-16")
    yield "half a character", b"agreement: \xc3"
    yield "a lone surrogate", b"agreement: \xed\xa0\x80"
    yield "an overlong slash", b"agreement: \xc0\xaf"
    yield "a byte order mark in the middle", "agreement: d\ufeffeal\n"
    yield "brackets", "[" * 60_000
    yield "braces", "{" * 60_000
    yield "braces that close", "{a: " * 30_000 + "1" + "}" * 30_000
    yield "dashes", "- " * 60_000
    yield "questions", "? " * 60_000
    yield "indents", "".join(" " * depth + "a:\n" for depth in range(700))
    yield "a document of one line", "a" * 3_000_000
    yield "one long quoted text", 'agreement: "' + "a" * 3_000_000 + '"'
    yield "an open quote", 'agreement: "' + "a\n" * 200_000
    yield "an open literal", "agreement: |\n" + " a\n" * MANY
    yield "comments", "# a\n" * MANY
    yield "documents", "---\n" * MANY
    yield "directives", "%YAML 1.2\n" * 50_000
    yield "keys", "".join(f"k{number}: 1\n" for number in range(MANY // 8))
    yield "the same key", "agreement: a\n" * 50_000
    yield "items", "events: [" + "1," * (MANY // 4) + "]"


def tricks() -> Iterator[tuple[str, str | bytes]]:
    """Yield YAML that explodes, runs code, or looks like something else."""
    laughs = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    yield "a billion laughs", "a0: &a0 [lol]\n" + laughs
    yield "an alias to itself", "a: &a [*a]\n"
    yield "merge keys", "a: &a {b: 1}\nc: {<<: *a, <<: *a}\n"
    yield "a tag that runs code", "agreement: !!python/object/apply:os.system [id]\n"
    yield "a tag of a class", "agreement: !!python/name:os.system\n"
    yield "tags", "agreement: !<tag:a,2000:b> deal\n"
    yield "a binary tag", "agreement: !!binary aGk=\n"
    yield "escapes to the terminal", 'agreement: "\\e[2J\\e]0;owned\\a"\n'
    yield "the other way round", "agreement: \u202edeal\u202c\n"
    yield "tabs", "agreement:\tdeal\n\tmade: 2030-01-01\n"
    yield "no-break spaces", "agreement:\u00a0deal\n"
    yield "fullwidth letters", "\uff41greement: deal\n"
    yield "a key that is a list", "? [a, b]\n: 1\n"
    yield "a key that is a number", "agreement: deal\n1: 2\n"


def meanings() -> Iterator[tuple[str, str | bytes]]:
    """Yield agreements that ask for too much."""
    yield "a huge integer", deal(f"{{event: paid, at-least: {'9' * 100_000}}}")
    yield "a huge exponent", deal("{event: paid, total: amount, at-least: 1e999999999}")
    yield "a number that is none", deal("{event: paid, total: amount, at-least: .nan}")
    yield "a day that is none", AGREEMENT.replace("2030-01-01", "2030-02-30")
    yield "a year too far", AGREEMENT.replace("2030-01-01", "999999999-01-01")
    yield "an endless span", deal(f"{{event: paid, within: {'9' * 5_000}d}}")
    yield "spans of everything", deal(f"{{event: paid, within: P{'1' * 500}Y}}")
    yield "conditions in conditions", deal(nested("all", 5_000))
    yield "conditions, deep enough to be read", deal(nested("any", 12))
    yield "many conditions", deal("{all: [" + ", ".join(["{event: paid}"] * 5_000) + "]}")
    yield "a circle of commitments", deal("{commitment: pay, is: satisfied}")
    yield "a circle of types", "vocabulary: v\nis-a: {a: b, b: c, c: a}\n"
    kinds = ", ".join(f"t{number}: t{number + 1}" for number in range(8_000))
    yield "a long chain of types", f"vocabulary: v\nis-a: {{{kinds}}}\n"
    yield "a path for a name", AGREEMENT.replace("deal", "../../etc/passwd")
    yield "a formula for a name", AGREEMENT.replace("deal", "=cmd|' /C calc'!A0")
    yield (
        "instances without number",
        AGREEMENT.replace("debtor", "each: {" + ", ".join(f"v{n}: [a, b]" for n in range(40)) + "}, debtor"),
    )
    yield "periods without number", AGREEMENT.replace("debtor", "every: PT0.000001S, from: 2030-01-01, debtor")
    yield "a span of nothing", AGREEMENT.replace("debtor", "every: 0d, from: 2030-01-01, debtor")


def lines() -> Iterator[tuple[str, str | bytes]]:
    """Yield JSON Lines that are not, or are too much."""
    yield "an open object", '{"id": "e"'
    yield "deep lists", "[" * 100_000
    yield "deep objects", '{"data":' * 50_000
    yield "numbers too long", f'{{"id": "e", "type": "paid", "at": "2030-01-01", "data": {{"n": {"9" * 500_000}}}}}'
    yield "an exponent too far", EVENT.replace("}", ', "data": {"n": 1e999999999}}')
    yield "not a number", EVENT.replace("}", ', "data": {"n": NaN}}')
    yield "the same key twice", '{"id": "a", "id": "b", "type": "paid", "at": "2030-01-01"}'
    yield "a surrogate alone", '{"id": "\\ud800", "type": "paid", "at": "2030-01-01"}'
    yield "a null inside", '{"id": "a\\u0000b", "type": "paid", "at": "2030-01-01"}'
    yield "a time for a number", '{"id": "e", "type": "paid", "at": 1700000000}'
    yield "a list for an object", "[]\n" * 100_000
    yield "one event many times", (EVENT + "\n") * 3_000
    yield "many fields", json.dumps({"id": "e", "type": "paid", "data": {f"k{n}": n for n in range(100_000)}})
    yield "another language", "<xml><!ENTITY a 'b'></xml>"
    yield "line ends of all kinds", (EVENT + "\u2028\u2029\x85\r") * 1_000


def tables() -> Iterator[tuple[str, str | bytes]]:
    """Yield CSV that is not, or is too much."""
    yield "no lines", ""
    yield "columns", ",".join(f"c{number}" for number in range(100_000))
    yield "one column twice", "id,id,type,at\na,b,paid,2030-01-01\n"
    yield "an open field", HEAD + '"a' + "\n" * 200_000
    yield "one long field", HEAD + "a" * 3_000_000 + ",paid,ann,2030-01-01\n"
    yield "fields too many", HEAD + "," * MANY
    yield "rows without fields", HEAD + ",,,\n" * 100_000
    yield "nulls", HEAD + "a\0,paid,ann,2030-01-01\n"
    yield "quotes", HEAD + '"' * 200_001
    yield "formulas", HEAD + "=1+1,@SUM(1),-2+3,+4\n"
    yield "no text", b"\x89PNG\r\n\x1a\n" + bytes(1_000)


def corpus() -> Iterator[tuple[str, str, bytes]]:
    """Yield name, file name and content of each text."""
    kinds = {"yaml": (bytes_and_forms, tricks, meanings), "jsonl": (lines,), "csv": (tables,)}
    for kind, groups in kinds.items():
        for name, text in (each for group in groups for each in group()):
            yield f"{kind}: {name}", f"text.{kind}", text if isinstance(text, bytes) else text.encode("utf-8")
