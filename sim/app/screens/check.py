"""The check: faults with links, load against places and hours, and whether figures agree."""

from __future__ import annotations

import math
from typing import NamedTuple

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import Imported, imported
from sim.app.running import lists_from_today, observed, results_of
from sim.app.screens.faults import in_labels, told
from sim.app.screens.own_changes import own_changes
from sim.app.screens.run import digest_now
from sim.cli.sizing import cost_text
from sim.network import loads, service_graph
from sim.network.findings import findings
from sim.network.hours import contact_hours_of_posts
from sim.network.load_words import amount, between, percent, tighter
from sim.report.today import MARKS
from sim.studies.study import EVERYONE
from sim.studies.targets import Agreement

TITLE = "Check"
ALL_LISTS = "All lists"
FREE, BELOW, ABOVE, UNKNOWN = "○", "✓", "✗", "?"
WORDS = {FREE: "no limit", BELOW: "enough", ABOVE: "too little", UNKNOWN: "only a run can tell"}


class Light(NamedTuple):
    """A load against one limit: a sign, the words for it, and the share of the limit."""

    sign: str = ""  # empty where there is no such limit
    words: str = ""
    share: str = ""


class Row(NamedTuple):
    """The load of one service, in words."""

    service: str
    places: Light
    hours: Light
    tighter: str
    room: str
    wanted: str  # hours a week
    offered: str
    of_posts: str  # hours a week of all posts, filled or not


def check(asked: Asked) -> Response:
    """Show all faults, or what is known before any run."""
    opened = asked.opened
    faults = told(opened)
    key, beside = _beside(asked)
    of_lists, lists = _lists(asked)
    rows = _rows(opened)
    return asked.of_project(
        "check",
        TITLE,
        errors=faults,
        rows=rows,
        behind=[(e.service, e.room, e.wanted, e.offered, e.of_posts, e.tighter) for e in rows],
        apart=_apart(rows),
        findings=_findings(opened),
        unequal=_unequal(opened),
        targets=_targets(opened),
        beside=beside,
        beside_is_now=_is_now(key, opened),
        lists=lists,
        lists_are_now=_is_now(of_lists, opened),
        cost="" if opened.known is None else cost_text(opened.known.cost),
        imported=imported(asked.project) or Imported(()),
        own_changes=own_changes(asked),
    )


def _rows(opened: Opened) -> list[Row]:
    """Return the load of every service under the arm that is compared with."""
    if opened.known is None:
        return []
    scenario = opened.known.scenario
    resolved = opened.known.arms[scenario.baseline]
    rows = []
    for at, load in enumerate(loads(resolved, service_graph(resolved))):
        hours = load.hours
        unlimited = math.isinf(load.room)
        rows.append(
            Row(
                scenario.label_of(load.service),
                Light(FREE, WORDS[FREE]) if unlimited else _light(load.share),
                Light() if hours is None or hours.offered <= 0 else _light(hours.share),
                "" if hours is None else tighter(hours),
                "no limit" if unlimited else between((load.least_room, load.room)),
                "" if hours is None else between(hours.wanted),
                "" if hours is None else amount(hours.offered),
                "" if hours is None else f"{contact_hours_of_posts(resolved, at):,.1f}",
            )
        )
    return rows


def _light(share: tuple[float, float]) -> Light:
    """Return the light of what is wanted as a share of what there is, low and high."""
    low, high = share
    sign = BELOW if high <= 1 else ABOVE if low > 1 else UNKNOWN
    return Light(sign, WORDS[sign], percent(share).replace(" %", "\N{NO-BREAK SPACE}%"))


def _apart(rows: list[Row]) -> str:
    """Return why a team's hours are two numbers, with the first one that has two; or nothing."""
    for row in rows:
        if row.of_posts and amount(float(row.of_posts.replace(",", ""))) != row.offered:
            return (
                f"Why two numbers of hours? The posts of {row.service} have {row.of_posts} contact "
                "hours a week if all are filled: What if compares these. After the vacancies to "
                f"expect and staff who are away, {row.offered} are left: people can have these."
            )
    return ""


def _findings(opened: Opened) -> list[str]:
    """Return what shows in the network of services before a run, under the baseline."""
    if opened.known is None:
        return []
    resolved = opened.known.arms[opened.known.scenario.baseline]
    return [in_labels(opened, e.words) for e in findings(resolved, service_graph(resolved))]


def _unequal(opened: Opened) -> list[str]:
    """Return how arms differ in staff and places, and why they may."""
    if opened.known is None:
        return []
    scenario, workforce = opened.known.scenario, opened.known.workforce
    said = list(workforce.problems_in(lambda arm: f"“{scenario.arms[arm].label or arm}”"))
    return [*said, f"Compared all the same, because: {workforce.reason}"] if said else []


def _targets(opened: Opened) -> list[tuple[str, str, str]]:
    """Return the observed figures that a run is compared with: what, value, range."""
    if opened.known is None:
        return []
    return [
        (_called(opened, name), _short(each.value), f"{_short(each.low)} to {_short(each.high)}")
        for name, each in opened.known.scenario.targets.items()
    ]


def _beside(asked: Asked) -> tuple[str, list[tuple[str, ...]]]:
    """Return the observed figures beside what the model gave in the last run, and which it is."""
    for result in results_of(asked.project):
        if found := observed(result):
            rows: list[tuple[str, ...]] = [
                (
                    _called(asked.opened, each.name),
                    _short(each.value),
                    f"{_short(each.low)} to {_short(each.high)}",
                    _short(each.model) if each.model else "not known",
                    f"{MARKS[Agreement(each.agreement)]} {each.agreement}",
                )
                for each in found
            ]
            return result.key, rows
    return "", []


def _is_now(key: str, opened: Opened) -> bool:
    """Return whether results are of the project as it is now."""
    return key.endswith(digest_now(opened)[:12] or "?")


def _lists(asked: Asked) -> tuple[str, list[tuple[str, ...]]]:
    """Return today's lists beside those of the last run, and which run it is."""
    for result in results_of(asked.project):
        if found := lists_from_today(result):
            return result.key, [
                (
                    _list_called(asked.opened, each.service),
                    each.today,
                    _short(each.first_month),
                    _short(each.last_month),
                    "✗ starts elsewhere" if each.differs else "✓",
                )
                for each in found
            ]
    return "", []


def _list_called(opened: Opened, service: str) -> str:
    """Return what a list is called; a service that is not there any more by its name."""
    if not service:
        return ALL_LISTS
    if opened.known is None or service not in opened.known.scenario.services:
        return service.replace("_", " ")
    return opened.known.scenario.label_of(service)


def _called(opened: Opened, name: str) -> str:
    """Return what an observed figure is called; its measure and service without a label."""
    if opened.known is None or name not in opened.known.scenario.targets:
        return name.replace("_", " ")
    target = opened.known.scenario.targets[name]
    words = target.label or target.measure.replace("_", " ").replace(".", ", ")
    return words if target.group == EVERYONE else f"{words} ({target.group})"


def _short(value: object) -> str:
    return f"{float(str(value)):.4g}"
