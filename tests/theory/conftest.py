"""At the end of a run, the figures that were judged, as a table for the validation page."""

from __future__ import annotations

from collections.abc import Iterator

from _pytest.terminal import TerminalReporter


def judged(reporter: TerminalReporter) -> Iterator[str]:
    """Every figure that a test recorded, in the order the tests finished."""
    for outcome in ("passed", "failed"):
        for report in reporter.stats.get(outcome, []):
            for name, line in getattr(report, "user_properties", []):
                if name == "theory":
                    yield f"| {line} | {outcome} |"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the table, when there is something in it."""
    if rows := list(judged(terminalreporter)):
        terminalreporter.section("agreement with theory")
        terminalreporter.write_line(
            "| world | figure | theory | seen | interval judged | outcome |"
        )
        for row in rows:
            terminalreporter.write_line(row)
