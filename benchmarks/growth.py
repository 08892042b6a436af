"""What an event costs as there are more commitments, or more events; what a commitment weighs."""

from __future__ import annotations

from benchmarks.contest import contest
from benchmarks.measure import MissingError, interleaved, ratios, spread
from benchmarks.panel import LOOP, OURS
from benchmarks.table import Table, shown, verdict

MICRO = 1_000_000
COMMITMENTS_AIM, EVENTS_AIM, BYTES_AIM = 2.0, 1.2, 1_500.0


def growth(*, quick: bool) -> list[Table]:
    """Measure N up to 1,000,000 (M = N, so that each commitment lives the same life), and M at N = 10,000."""
    sizes, long = ((10_000,), 100_000) if quick else ((100_000, 1_000_000), 1_000_000)
    rounds = 2 if quick else 3
    table = Table("Growth", ("who", "from", "µs an event", "to", "µs an event", "ratio", "aim"))
    for key in (OURS, LOOP):
        for small, big, aim in (
            *(((1_000, 1_000), (size, size), COMMITMENTS_AIM) for size in sizes),
            ((10_000, 10_000), (10_000, long), EVENTS_AIM),
        ):
            try:
                _add(table, key, small, big, rounds, aim)
            except MissingError as error:
                table.remarks.append(f"Left out: {error}.")
    return [table]


def _add(table: Table, key: str, small: tuple[int, int], big: tuple[int, int], rounds: int, aim: float) -> None:
    def an_event(size: int, length: int) -> float:
        repeats = max(1, 10_000 // length)  # what is short is taken several times
        return spread([contest(key, size, length).run for _ in range(repeats)]).middle / length

    found = interleaved({"small": lambda: an_event(*small), "big": lambda: an_event(*big)}, rounds)
    beside = ratios(found["big"], found["small"])
    table.add(
        key,
        "W({:,}, {:,})".format(*small),
        shown(spread(found["small"]), scale=MICRO),
        "W({:,}, {:,})".format(*big),
        shown(spread(found["big"]), scale=MICRO),
        shown(beside),
        verdict(beside.middle, aim) if key == OURS else "",
    )


def memory(*, quick: bool) -> list[Table]:
    """Measure what the memory of the process grows by, a live commitment, texts and trace of its beginning included."""
    size = 10_000 if quick else 100_000
    table = Table("Memory", ("who", "live commitments", "bytes each", "aim"))
    for key in (OURS, LOOP, "sqlite", "durable"):
        found = spread([contest(key, size, 1).memory / size for _ in range(3)])
        table.add(key, f"{size:,}", shown(found), verdict(found.middle, BYTES_AIM) if key == OURS else "")
    return [table]
