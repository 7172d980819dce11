"""The check: faults with links, load against places and hours, and whether figures agree."""

from __future__ import annotations

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import Imported, imported
from sim.app.running import (
    WHY,
    Result,
    Wanted,
    lists_from_today,
    observed,
    results_of,
    wanted_in,
)
from sim.app.screens.compare import results_now, told as about
from sim.app.screens.faults import in_labels, told
from sim.app.screens.lights import UNKNOWN, Row, lights
from sim.app.screens.own_changes import own_changes
from sim.app.screens.run import Choice, choices_of, digest_now
from sim.errors import SimError
from sim.measures.catalogue import BUILT_IN
from sim.memory import in_words
from sim.network import service_graph
from sim.network.findings import findings
from sim.network.load_words import amount
from sim.report.today import MARKS, agreement_words
from sim.studies.study import EVERYONE
from sim.studies.targets import Agreement

TITLE = "Check"
ALL_LISTS = "All lists"


def check(asked: Asked) -> Response:
    """Show all faults, or what is known before any run."""
    opened = asked.opened
    faults = told(opened)
    results = results_now(asked)
    result, beside = _beside(asked, results)
    run = _in_the_last_run(asked)
    rows = lights(opened, run)
    of_lists, lists = _lists(asked, results)
    return asked.of_project(
        "check",
        TITLE,
        errors=faults,
        rows=rows,
        behind=[(e.service, e.room, e.wanted, e.offered, e.of_posts, e.tighter) for e in rows],
        apart=_apart(rows),
        findings=_findings(opened),
        after_a_run=bool(run),
        is_open=any(UNKNOWN in (e.places.sign, e.hours.sign) for e in rows),
        unequal=_unequal(opened),
        targets=_targets(opened),
        beside=beside,
        beside_of="" if result is None else about(result, asked),
        times=_times(asked),
        speed=WHY[bool(asked.earlier)],
        memory="" if opened.known is None else in_words(opened.known.cost.memory),
        lists=lists,
        lists_of="" if of_lists is None else about(of_lists, asked),
        imported=imported(asked.project) or Imported(()),
        own_changes=own_changes(asked),
    )


def _in_the_last_run(asked: Asked) -> dict[str, Wanted]:
    """Return what the last run gave for each service; nothing if the project was changed since."""
    opened, digest = asked.opened, digest_now(asked.opened)
    last = next(iter(results_of(asked.project)), None)
    if opened.known is None or last is None or last.manifest.digest != digest:
        return {}
    baseline = opened.known.scenario.baseline
    return wanted_in(last, baseline, opened.known.arms[baseline].measuring.window.opens)


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


def _times(asked: Asked) -> list[Choice]:
    """Return how long a run takes here, as the page of runs says it; empty where none can be."""
    try:
        return choices_of(asked)
    except SimError:
        return []


def _beside(asked: Asked, results: list[Result]) -> tuple[Result | None, list[tuple[str, ...]]]:
    """Return the observed figures beside what the model gave, and the run that gave it."""
    for result in results:
        if found := observed(result):
            rows: list[tuple[str, ...]] = [
                (
                    _called(asked.opened, each.name),
                    _short(each.value),
                    f"{_short(each.low)} to {_short(each.high)}",
                    _short(each.model) if each.model else "not known",
                    _agrees(Agreement(each.agreement)),
                )
                for each in found
            ]
            return result, rows
    return None, []


def _agrees(agreement: Agreement) -> str:
    return f"{MARKS[agreement]} {agreement_words(agreement)}"


def _lists(asked: Asked, results: list[Result]) -> tuple[Result | None, list[tuple[str, ...]]]:
    """Return today's lists beside those of a run, and the run."""
    for result in results:
        if found := lists_from_today(result):
            return result, [
                (
                    _list_called(asked.opened, each.service),
                    each.today,
                    _short(each.first_month),
                    _short(each.last_month),
                    "✗ starts elsewhere" if each.differs else "✓",
                )
                for each in found
            ]
    return None, []


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
    names_here = opened.known.arms[opened.known.scenario.baseline].names
    words = target.label or BUILT_IN.describe(target.measure, names_here).label
    return words if target.group == EVERYONE else f"{words} ({target.group})"


def _short(value: object) -> str:
    return f"{float(str(value)):.4g}"
