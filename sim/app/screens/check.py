"""The check: faults with links, load against places and hours, and whether figures agree."""

from __future__ import annotations

import math
from typing import NamedTuple

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import Imported, imported
from sim.app.running import observed, results_of
from sim.app.screens.faults import told
from sim.app.screens.run import digest_now
from sim.cli.sizing import cost_text
from sim.network import LoadVerdict, loads, service_graph
from sim.network.findings import findings
from sim.network.hours import Hours
from sim.network.load_words import between, percent, tighter
from sim.report.today import MARKS
from sim.studies.study import EVERYONE
from sim.studies.targets import Agreement

TITLE = "Check"
LIGHTS = {
    LoadVerdict.UNLIMITED: "○",
    LoadVerdict.BELOW: "✓",
    LoadVerdict.ABOVE: "✗",
    LoadVerdict.LATE: "✗",
    LoadVerdict.CANNOT_TELL: "?",
}


class Row(NamedTuple):
    """The load of one service, in words."""

    service: str
    light: str
    verdict: str
    room: str
    taken: str
    wanted: str  # hours a week
    offered: str
    share: str  # of hours
    tighter: str


def check(asked: Asked) -> Response:
    """Show all faults, or what is known before any run."""
    opened = asked.opened
    faults = told(opened)
    key, beside = _beside(asked)
    return asked.of_project(
        "check",
        TITLE,
        errors=faults,
        rows=_rows(opened),
        findings=_findings(opened),
        unequal=_unequal(opened),
        targets=_targets(opened),
        beside=beside,
        beside_is_now=key.endswith(digest_now(opened)[:12] or "?"),
        cost="" if opened.known is None else cost_text(opened.known.cost),
        imported=imported(asked.project) or Imported(()),
    )


def _rows(opened: Opened) -> list[Row]:
    """Return the load of every service under the arm that is compared with."""
    if opened.known is None:
        return []
    scenario = opened.known.scenario
    resolved = opened.known.arms[scenario.baseline]
    rows = []
    for load in loads(resolved, service_graph(resolved)):
        hours = load.hours
        unlimited = math.isinf(load.room)
        rows.append(
            Row(
                scenario.label_of(load.service),
                LIGHTS[load.verdict],
                str(load.verdict),
                "no limit" if unlimited else between((load.least_room, load.room)),
                "" if unlimited else percent(load.share),
                "" if hours is None else between(hours.wanted),
                "" if hours is None else between((hours.offered, hours.offered)),
                _share(hours),
                "" if hours is None else tighter(hours),
            )
        )
    return rows


def _share(hours: Hours | None) -> str:
    return "" if hours is None or hours.offered <= 0 else percent(hours.share)


def _findings(opened: Opened) -> list[str]:
    """Return what shows in the network of services before a run, under the baseline."""
    if opened.known is None:
        return []
    resolved = opened.known.arms[opened.known.scenario.baseline]
    return [each.words for each in findings(resolved, service_graph(resolved))]


def _unequal(opened: Opened) -> list[str]:
    """Return how arms differ in staff and places, and why they may."""
    if opened.known is None:
        return []
    workforce = opened.known.workforce
    said = list(workforce.problems)
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


def _called(opened: Opened, name: str) -> str:
    """Return what an observed figure is called; its measure and service without a label."""
    if opened.known is None or name not in opened.known.scenario.targets:
        return name.replace("_", " ")
    target = opened.known.scenario.targets[name]
    words = target.label or target.measure.replace("_", " ").replace(".", ", ")
    return words if target.group == EVERYONE else f"{words} ({target.group})"


def _short(value: object) -> str:
    return f"{float(str(value)):.4g}"
