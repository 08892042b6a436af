"""What every test shares: the profiles of Hypothesis (HYPOTHESIS_PROFILE chooses; ci where CI is set)."""

import os
import signal
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

# A shell lets what it runs in the background, and all that this starts, ignore Ctrl-C; some tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked as torture, which take minutes each, unless ``-m`` speaks of them."""
    if "torture" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("torture")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.get_closest_marker("torture") is None]


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return what a test tells its figures to; they are shown at the end of the run."""
    return lambda line: record_property("figures", line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures of all tests."""
    reports = [report for each in ("passed", "failed") for report in terminalreporter.stats.get(each, [])]
    lines = sorted({line for report in reports for name, line in report.user_properties if name == "figures"})
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.line(line)
