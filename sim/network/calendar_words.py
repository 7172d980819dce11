"""Say for `sim check` what varies over the year, over the week or by a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.scenario import Scenario
from sim.scenario.document import Document
from sim.scenario.people import Stream
from sim.scenario.quantities import Amount
from sim.scenario.seasons import DAYS, MONTH_NAMES

HEADING = "Over the year and over the week"
UNDATED = (
    "This run has no dates: its months have 43,830 minutes each and the first one is January. "
    "Write `begins` under `run` to begin on a date."
)
FIGURES = 4


def varying_text(scenario: Scenario, arms: Iterable[str]) -> Iterator[str]:
    """Iterate over lines: one for each stream of arrivals or service that varies in an arm."""
    own = [scenario.arm(arm) for arm in arms]
    streams = scenario.people.arrivals
    lines = [line for name, stream in streams.items() for line in _of_stream(name, stream)]
    lines += [line for each in own for line in _of_services(each)]
    if not lines:
        return
    yield HEADING
    yield from (f"  - {line}" for line in dict.fromkeys(lines))
    by_month = any(each.growth or each.season for each in streams.values())
    if scenario.run.begins is None and (by_month or any(map(_has_season, own))):
        yield f"  - {UNDATED}"


def listed_text(scenario: Scenario) -> Iterator[str]:
    """Iterate over lines: one for each stream of which the arrivals are listed."""
    lists = {name: stream.at for name, stream in scenario.people.arrivals.items() if stream.at}
    if lists:
        yield "Listed arrivals"
    for name, moments in lists.items():
        never = sum(each.minutes >= scenario.run.length.minutes for each in moments)
        many = "1 person is" if len(moments) == 1 else f"{len(moments):,} people are"
        late = f", {never:,} of them after the end of the run: they never arrive" if never else ""
        yield f"  - {name}: {many} listed{late}."


def _has_season(document: Document) -> bool:
    return any(
        part is not None and part.season is not None
        for service in document.services.values()
        for part in (service.capacity, service.workers)
    )


def _of_stream(name: str, stream: Stream) -> Iterator[str]:
    if stream.growth is not None and stream.growth.per_year:
        yield (
            f"{name}: {stream.growth.written} on the rate as declared, in monthly steps from the "
            "first month on."
        )
    for key, mean in (
        ("season", _mean(stream.season, MONTH_NAMES)),
        ("week", _mean(stream.week, DAYS)),
        ("pattern", None if stream.pattern is None else stream.pattern.mean),
    ):
        if mean is not None:
            times = f"{mean:.{FIGURES}g} times the declared one, on average"
            yield f"{name}: `{key}` makes the rate {times}."


def _mean(named: Mapping[Any, Amount] | None, names: tuple[str, ...]) -> float | None:
    if not named:
        return None
    return sum(named[name].value if name in named else 1.0 for name in names) / len(names)


def _of_services(document: Document) -> Iterator[str]:
    for name, service in document.services.items():
        for key in ("season", "pattern"):
            if service.workers is not None and getattr(service.workers, key) is not None:
                yield (
                    f"{name}: `{key}` opens and closes posts. The workers of posts that close "
                    "leave, and their people lose them."
                )
        places = service.capacity
        pattern = None if places is None else places.pattern
        for key, mean in (
            ("season", None if places is None else _mean(places.season, MONTH_NAMES)),
            ("week", None if places is None else _mean(places.week, DAYS)),
            ("pattern", None if pattern is None else pattern.mean),
        ):
            if mean is not None:
                times = f"{mean:.{FIGURES}g} times the declared ones, on average"
                yield f"{name}: `{key}` makes its places {times}."
