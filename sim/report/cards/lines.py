"""What a way of care changes, line by line, with what stands there today.

The app, the report, the brief and the slides all take their words from here. Staff is said in WTE
where the scenario says how many WTE a post is, else in posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from sim.report.cards.times import at_words, since_words
from sim.report.cards.values import (
    ROUTES,
    exact_percent,
    is_one,
    number_of,
    shares_words,
    value_words,
)
from sim.report.paths.labels import ENDINGS, Labels, readable
from sim.report.paths.reading import said_of
from sim.report.view import quoted
from sim.report.wording import counted, listed, sentence_case
from sim.scenario import Scenario
from sim.scenario.variants import with_patches
from sim.scenario.written import Block, Row, found_at

SET, TRANSFER, MECHANISMS = "set", "transfer", "mechanisms"
FROM = "from"
POSTS = ("workers", "posts")
BY_DATE = {("workers", "changes"): "workers", ("capacity", "changes"): "capacity", ("changes",): ""}
"""Lists of numbers by date, below a service, and the block in which each number stands."""
STAY = "stay"
MOST_NAMED = 4
"""So many ways of working are named; more are counted by family."""
UNCHANGED = "Nothing is changed."
COMPARED_WITH = "As the services are. The others are compared with it."
SIDE_BY_SIDE = "The ways of care side by side"
"""The chapter of the report that has every change."""


class Line(NamedTuple):
    """One change of a way of care."""

    path: str  # below the arm
    what: str
    value: str
    since: str  # "from 1 October 2026"; empty: during the whole run, or told in the value


def lines(scenario: Scenario, arm: str) -> list[Line]:
    """Return what an arm changes, in the order of the file."""
    return list(_Arm(scenario, arm).lines())


def card_words(scenario: Scenario, arm: str, most: int | None = None) -> str:
    """Return what an arm changes in one line, each time with what changes then.

    Parameters
    ----------
    most
        How many changes are named; further ones are counted. All without it.
    """
    found = lines(scenario, arm)
    if not found:
        return COMPARED_WITH if arm == scenario.baseline else UNCHANGED
    parts = []
    for since, inside in groupby(found[:most], key=lambda each: each.since):
        said = "; ".join(f"{each.what}: {each.value}" for each in inside)
        parts.append(f"{since}: {said}" if since else said)
    left = 0 if most is None else max(0, len(found) - most)
    if left:
        parts.append(f"{counted(left, 'more change')}: see “{SIDE_BY_SIDE}”")
    return f"{'. '.join(map(sentence_case, parts))}."


class _Arm:
    """One arm, with the tree that stands for today."""

    def __init__(self, scenario: Scenario, name: str) -> None:
        self.scenario, self.name = scenario, name
        self.written = found_at(scenario.tree, ("arms", name))
        is_first = name == scenario.baseline
        base = scenario.tree
        self.today = base if is_first else with_patches(base, scenario, scenario.baseline)
        self.labels = Labels(scenario)
        self.since = since_words(scenario.run)

    def lines(self) -> Iterator[Line]:
        """Iterate over what it changes."""
        for path in leaves(found_at(self.written, (SET,)), ()):
            yield self._of(path)
        if self.scenario.arms[self.name].transfer is not None:
            yield self._moved()
        yield from self._switches()
        yield from self._phase_in()
        for gone, instead in self.scenario.arms[self.name].start_map.items():
            begin, other = (self.labels.said("service", each) for each in (gone, instead))
            yield Line(
                f"start_map.{gone}",
                f"people who were with {begin}",
                f"begin with {other}",
                self.since,
            )

    def _of(self, path: tuple[str, ...]) -> Line:
        below, then = f"{SET}.{'.'.join(path)}", found_at(self.written, (SET, *path))
        if path[0] == "services" and is_dated(then) and path[2:] in BY_DATE:
            return Line(below, *self._by_date(path, then), "")
        return Line(below, *self._number(path, then), self.since)

    def _number(self, path: tuple[str, ...], then: Any) -> tuple[str, str]:
        """Return what a path is of, and its value beside today's."""
        now = found_at(self.today, path)
        before, after = number_of(now), number_of(then)
        is_service = path[0] == "services"
        if is_service and after is not None:
            match path[2:]:
                case ("workers", "posts"):
                    return self._posts(path[1], before, after)
                case ("workers", "contact_hours"):
                    return self._hours(path[1], before, after)
                case ("workers", "caseload"):
                    return self._caseload(path[1], before, after)
        said = said_of(".".join(path), self.labels)
        if isinstance(then, Block) and path[-2:-1] == (ROUTES,):
            return self._flows(path), shares_words(then, now, self.labels)
        if then is None and path[:-1] == ("services",):
            return self._label(path[1]), "is not there any more"
        what = said.words
        value, today = (value_words(each, said.unit, self.labels) for each in (then, now))
        return what, f"{value or 'nothing'} (today {today})" if today else value or "nothing"

    def _posts(self, service: str, before: float | None, after: float) -> tuple[str, str]:
        of, unit, each = f"staff of {self._label(service)}", *self._unit(service)
        if before is None:
            return of, _amount(after * each, unit)
        more = (after - before) * each
        way = "more" if more > 0 else "fewer" if unit == "posts" else "less"
        is_same = _staff(abs(more)) == "0"
        changed = "as many" if is_same else f"{_amount(abs(more), unit)} {way}"
        return of, f"{changed} ({_staff(after * each)}, today {_staff(before * each)})"

    def _hours(self, service: str, before: float | None, after: float) -> tuple[str, str]:
        unit, each = self._unit(service)
        today = "" if before is None else f" (today {_few(before / each)})"
        value = f"{_few(after / each)} a week for one {_one(unit)}{today}"
        return f"contact hours of {self._label(service)}", value

    def _caseload(self, service: str, before: float | None, after: float) -> tuple[str, str]:
        unit, each = self._unit(service)
        today = "" if before is None else f"today {_few(before / each)}"
        looser = before is not None and after > before
        warned = ": above today's, so teams take on more people" if looser else ""
        beside = f" ({today}{warned})" if today else ""
        value = f"at most {_few(after / each)} people for one {_one(unit)}{beside}"
        return f"caseloads of {self._label(service)}", value

    def _by_date(self, path: tuple[str, ...], rows: Row) -> tuple[str, str]:
        """Return what a list of numbers by date is of, and each number with its date."""
        service, above = path[1], BY_DATE[path[2:]]
        keys = list(dict.fromkeys(key for row in rows for key in row if key != FROM))
        if keys == ["posts"]:
            unit, each = self._unit(service)
            dated = [(row, number_of(row["posts"])) for row in rows]
            said = [
                f"{_amount((posts or 0) * each, unit)} {self._when(row)}" for row, posts in dated
            ]
            now = number_of(found_at(self.today, ("services", service, *POSTS)))
            today = "" if now is None else f" (today {_staff(now * each)})"
            return f"staff of {self._label(service)}", f"{', '.join(said)}{today}"
        paths = {key: ("services", service, *((above,) if above else ()), key) for key in keys}
        if STAY in paths:
            paths[STAY] = ("services", service, "ends", STAY)
        about = {key: said_of(".".join(each), self.labels) for key, each in paths.items()}
        said = [
            f"{value_words(row[key], about[key].unit, self.labels)} {self._when(row)}"
            for key in keys
            for row in rows
            if key in row
        ]
        todays = [
            value_words(found_at(self.today, each), about[key].unit, self.labels)
            for key, each in paths.items()
        ]
        today = f" (today {listed(todays)})" if all(todays) else ""
        return listed([each.words for each in about.values()]), f"{', '.join(said)}{today}"

    def _when(self, row: Mapping[str, Any]) -> str:
        return at_words(self.scenario.run, str(row.get(FROM, "")))

    def _flows(self, path: tuple[str, ...]) -> str:
        from_here = self._label(path[1]) if path[0] == "services" else readable(path[1])
        return f"flows from {from_here} when {ENDINGS.get(path[-1], readable(path[-1]))}"

    def _moved(self) -> Line:
        transfer = self.scenario.arms[self.name].transfer
        assert transfer is not None  # seen before
        unit, each = self._unit(transfer.origin)
        posts = float(transfer.posts.value) * each
        ends = f"from {self._label(transfer.origin)} to {self._label(transfer.target)}"
        value = f"{_amount(posts, unit)} {ends}, with the same hours in all"
        return Line(TRANSFER, "staff that moves", value, self.since)

    def _switches(self) -> Iterator[Line]:
        """Iterate over the ways of working that are on or off, unlike with the baseline."""
        arms = self.scenario.arms
        mine, theirs = (set(arms[each].mechanisms) for each in (self.name, self.scenario.baseline))
        for way, names in (("on", mine - theirs), ("off", theirs - mine)):
            if names:
                yield Line(
                    MECHANISMS, f"ways of working switched {way}", self._named(names), self.since
                )

    def _named(self, names: set[str]) -> str:
        known = self.scenario.mechanisms
        inside = [name for name in known if name in names]
        if len(inside) <= MOST_NAMED:
            return listed([self.labels.quoted("mechanism", name) for name in inside])
        families = [readable(str(known[name].family or "other")) for name in inside]
        many = [f"{families.count(each)} of {quoted(each)}" for each in dict.fromkeys(families)]
        return f"{counted(len(inside), 'way')}, {listed(many)}"

    def _phase_in(self) -> Iterator[Line]:
        found = self.scenario.arms[self.name].phase_in
        if found is not None:
            first = exact_percent(float(found.productivity.value))
            over = value_words(found_at(self.written, ("phase_in", "over")), "", self.labels)
            value = f"{first} of them usable at first, all after {over}"
            yield Line("phase_in", "contact hours of all teams", value, self.since)

    def _label(self, service: str) -> str:
        return self.labels.said("service", service)

    def _unit(self, service: str) -> tuple[str, float]:
        """Return the unit in which staff of a service is said, and how many a post is."""
        wte = number_of(found_at(self.today, ("services", service, "workers", "wte")))
        return ("posts", 1.0) if wte is None else ("WTE", wte)


def is_dated(node: Any) -> bool:
    """Return whether a value is a list of numbers by date."""
    return isinstance(node, Row) and bool(node) and all(isinstance(row, Block) for row in node)


def leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Iterate over the paths of what an arm sets; a distribution, a row or a list is one."""
    if isinstance(node, Block) and not is_one(node, path):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif path:
        yield path


def _amount(value: float, unit: str) -> str:
    """Return staff with its unit: "2 posts", "1 post", "1.5 WTE"."""
    many = _staff(value)
    return f"{many} {_one(unit) if many == '1' else unit}"


def _one(unit: str) -> str:
    """Return the unit of staff in the singular."""
    return unit.removesuffix("s")


def _staff(value: float) -> str:
    """Return staff with two decimals at most, which is as fine as it is planned."""
    return _short(value, 2)


def _few(value: float) -> str:
    """Return people, or hours, with one decimal at most."""
    return _short(value, 1)


def _short(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
