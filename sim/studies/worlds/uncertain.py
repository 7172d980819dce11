"""What is uncertain in a scenario: each number and structure, how likely it is, who says so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.scenario.overriding import overridden
from sim.scenario.quantities import Posts, Quantity, SomePosts, TimePerWeek
from sim.scenario.structures import values_of
from sim.scenario.written_ranges import paths_moved
from sim.studies.design.levers import Lever, every_range
from sim.studies.design.ranges import Span, quantity_at
from sim.studies.design.rows import OfRow, of_row
from sim.studies.design.shapes import Shape, bounds_of, shape_of
from sim.studies.worlds_result import LeftOut

HOURS = (Posts, SomePosts, TimePerWeek)
"""Numbers that staff time follows from."""
NEARLY = 1e-9


class Choice(NamedTuple):
    """An option of a structure."""

    name: str
    weight: float  # the share of worlds in which it holds
    puts: Mapping[str, Any]  # what it sets in the scenario, by path


class Uncertain(NamedTuple):
    """A number that differs between worlds, or a structure: one input of the statistics."""

    lever: Lever  # with its paths; named by the path at which it is written
    span: Span
    shape: Shape
    source: str  # empty for a structure
    assumed: bool  # the source is an assumption, or there is none
    agreed_by: str | None  # of an expert range
    least: float | None = None  # what the scenario allows
    most: float | None = None
    also: tuple[Uncertain, ...] = ()  # other numbers that the same draw moves, each in its range
    group: int | None = None  # the place in `together` of a group with a correlation
    correlation: float = 0.0  # rank correlation with each other number of the group
    rows: tuple[OfRow, ...] = ()  # of a share: the row at each of its paths
    part: Shape | None = None  # of a row that moves together: the share of what the earlier leave
    choices: tuple[Choice, ...] = ()  # of a structure
    tabled: bool = False  # its values are those of a table of worlds

    @property
    def name(self) -> str:
        """The path at which the number is written, or the name of the structure."""
        return self.lever.name

    def at(self, share: float) -> Any:
        """Return the value at a share from 0 to 1, in the form in which a scenario holds it.

        Of a structure it is the name of an option.
        """
        if self.choices:
            return self.choices[self.choice(share)].name
        value = self.shape.at(share)
        value = value if self.least is None else max(value, self.least)
        value = value if self.most is None else min(value, self.most)
        return self.span.exactly(round(value) if self.span.kind == "whole" else value)

    def choice(self, share: float) -> int:
        """Return the number of the option, from 0, that a structure has at a share."""
        up_to = 0.0
        for number, each in enumerate(self.choices[:-1]):
            up_to += each.weight
            if share < up_to:
                return number
        return len(self.choices) - 1


def uncertain_numbers(
    scenario: Scenario, arms: Sequence[str]
) -> tuple[list[Uncertain], list[LeftOut]]:
    """Return what is uncertain and used by these arms, and the numbers that are left out.

    Numbers that one draw moves are one entry. Of a row of shares that moves together the last is
    none, because it is what the others leave. Posts and hours that one arm has and another has not
    are left out: moving them in one arm would compare arms of unequal staff time.

    Numbers and options are in order of their names, and structures come last. So worlds depend on
    what a scenario says, and not on how it is written.
    """
    found: list[Uncertain] = []
    left_out: list[LeftOut] = []
    for each in every_range(scenario, arms):
        quantity, span = quantity_at(scenario, each.paths[0]), each.span
        law = None if quantity is None else shape_of(quantity)
        if quantity is None or span is None or law is None:
            left_out.append(LeftOut(each.name, "what stands there is not one number"))
        elif isinstance(quantity, HOURS) and _in_some_arms(scenario, each, arms):
            left_out.append(LeftOut(each.name, "arms would have unequal staff time"))
        else:
            found.append(_of(scenario, each, span, law, quantity))
    kept = _within_rows(found, left_out)
    return [*_moved_together(scenario, kept), *_structures(scenario)], left_out


def _in_some_arms(scenario: Scenario, lever: Lever, arms: Sequence[str]) -> bool:
    """Return whether a number belongs to an arm or mechanism, or an arm sets it itself."""
    return any(
        path.startswith(("arms.", "mechanisms."))
        or overridden(scenario, scenario.tree, path, arms, lever.paths) is not None
        for path in lever.paths
    )


def _of(
    scenario: Scenario, lever: Lever, span: Span, law: Shape, quantity: Quantity[Any]
) -> Uncertain:
    least, most = bounds_of(quantity)
    if isinstance(quantity, HOURS) and least is not None:
        least = max(least, *(_moved_away(scenario, path) for path in lever.paths))
    source = scenario.sources.get(quantity.source)
    rows = [of_row(scenario, path) for path in lever.paths]
    return Uncertain(
        lever,
        span,
        law,
        quantity.source,
        source is None or source.kind == "assumption",
        quantity.agreed_by,
        least,
        most,
        rows=tuple(row for row in rows if row is not None),
    )


def _moved_away(scenario: Scenario, path: str) -> float:
    """Return the most posts that an arm moves away from the team with these posts, at least 0."""
    moved = [
        each.transfer.posts.value
        for each in scenario.arms.values()
        if each.transfer is not None and path == f"services.{each.transfer.origin}.workers.posts"
    ]
    return max([0.0, *map(float, moved)])


def _within_rows(found: Sequence[Uncertain], left_out: list[LeftOut]) -> list[Uncertain]:
    """Return the numbers; of shares of a row those that leave room for the others."""
    by_row: dict[tuple[str, ...], list[Uncertain]] = {}
    for each in found:
        for row in each.rows[:1]:
            by_row.setdefault(row.container, []).append(each)
    kept = {each.name: each for each in found}
    for shares in by_row.values():
        for each in shares:
            row = each.rows[0]
            if row.together:
                part = _part(each, row)
                kept[each.name] = each._replace(part=part)
                if part is None:
                    del kept[each.name]  # it is what the others leave
            elif reason := _no_room(each, row, len(shares)):
                left_out.append(LeftOut(each.name, reason))
                del kept[each.name]
    return list(kept.values())


def _part(each: Uncertain, row: OfRow) -> Shape | None:
    """Return the law of a share as a part of what the earlier shares of its row leave.

    A Dirichlet law is drawn share by share: each is a beta part of what is left. None for the last.
    """
    keys = row.order
    later = math.fsum(row.shares[key] for key in keys[keys.index(row.key) + 1 :])
    if later <= NEARLY:
        return None
    weight = each.shape.first + each.shape.second
    return Shape("beta", weight * row.shares[row.key], weight * later)


def _no_room(each: Uncertain, row: OfRow, unsure: int) -> str:
    """Return why a share with a range of its own cannot be varied; empty if it can."""
    if row.key == row.rest:
        return "it takes what the other shares of its row leave"
    if not row.rest:
        some = any(share > 0 for key, share in row.shares.items() if key != row.key)
        if unsure >= len(row.shares) or not some:
            return "no other share of its row can make up for it; write `dirichlet` or `rest`"
        return ""
    others = math.fsum(v for key, v in row.shares.items() if key not in (row.key, row.rest))
    if each.span.high + others > 1 + NEARLY:
        return "at its high end the shares of its row are more than 1"
    return ""


def _moved_together(scenario: Scenario, found: Sequence[Uncertain]) -> list[Uncertain]:
    """Return the numbers; those that one draw moves are one entry, named by the first of them."""
    kept = {each.name: each for each in found}
    for number, group in enumerate(scenario.together):
        meant = paths_moved(scenario, scenario.tree, group.paths)
        moved = [each for each in kept.values() if not meant.isdisjoint(each.lever.paths)]
        if len(moved) < 2:
            continue
        if group.correlation is not None:
            correlation = group.correlation
            for each in moved:
                kept[each.name] = each._replace(group=number, correlation=correlation)
            continue
        kept[moved[0].name] = moved[0]._replace(also=tuple(moved[1:]))
        for each in moved[1:]:
            del kept[each.name]
    return list(kept.values())


def _structures(scenario: Scenario) -> Iterator[Uncertain]:
    for name, options in sorted(scenario.structures.items()):
        choices = tuple(
            Choice(option, weight, scenario.in_areas(values_of(scenario, name, option)))
            for option, weight in sorted(options.items())
        )
        last = len(choices) - 1
        lever = Lever(name, (), tuple(sorted(options)), where_written=True, uncertain=True)
        span, law = Span(0, last, "", "whole"), Shape("uniform", 0, last)
        yield Uncertain(lever, span, law, "", True, None, choices=choices)
