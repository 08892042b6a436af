"""Small texts for tests of loading: what stands around the part that a test is about."""

from __future__ import annotations

from commitments.text.loading import Loaded, load
from commitments.text.source import Source

HEAD = """agreement: loan
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {bank: {name: Bank}, post: {name: Post}}
accounts: {banker: [bank]}
readings: {payment: [cash, transfer]}
states: {truce: {starts: {event: declared}, ends: {event: broken}}}
"""


def load_text(text: str, path: str = "a.yaml") -> Loaded:
    return load(Source(path, text))


def found(text: str) -> list[str]:
    """Return the diagnostics of a text, each as its line, column and id."""
    return [f"{one.line}:{one.column} {one.id}" for one in load_text(text).diagnostics]


def found_in(commitment: str, more: str = "") -> list[str]:
    """Return the ids of what is wrong with a commitment (its inside, as one line) in a small agreement."""
    text = f"{HEAD}{more}commitments:\n  pay: {{debtor: ann, creditor: bob, {commitment}}}\n"
    return [one.id for one in load_text(text).diagnostics]
