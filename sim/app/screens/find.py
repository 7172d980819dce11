"""Find: how much is enough for a waiting-time target, with how sure that is."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import SCENARIO, Opened
from sim.app.running import Command, Progress, State, finished
from sim.app.screens.cells import at
from sim.app.screens.compare import framed
from sim.app.screens.faults import Told, told
from sim.app.screens.services import heads_of, names
from sim.cli.finding import Request, read
from sim.compiling import without_compiling
from sim.errors import ScenarioFaults, SimError
from sim.measures.words.access import WAIT_TO_START
from sim.report.writing import PAGE
from sim.scenario import Scenario
from sim.scenario.written import Block
from sim.studies.planning import ChoiceError

TITLE = "Find"
FUTURES = {
    "quick": ("Quick: 40 futures", 40),
    "usual": ("Usual: 200 futures", 200),
    "thorough": ("Thorough: 400 futures", 400),
}
BEGIN = {
    **{"service": "", "low": "", "high": "", "share": "5", "weeks": "18", "month": ""},
    **{"sure": "80", "arm": "", "futures": "usual"},
}
"""The fields of the form, and what stands in them at first."""
STEP_OF_WTE, DIGITS = 0.5, 3
MOST_WEEKS, PER_CENT = 520, 100.0
USUAL_WEEKS = (4, 12, 26, 52)  # where the scenario names none


OF_OPTION = {
    **{"--least": "service", "--between": "low", "--step": "low", "--so-that": "weeks"},
    **{"--by": "month", "--sure": "sure", "--arm": "arm", "--futures": "futures"},
}
"""The field of the form behind each option of the command."""


class Wrong(SimError):  # noqa: N818 - named for what is so
    """A field of the form cannot be what was entered."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class Question(NamedTuple):
    """A question as options of `sim find`."""

    words: str
    least: str  # the path of what is to be found
    between: str
    step: str
    so_that: str
    month: str  # empty: over the measured time
    sure: str
    arm: str
    futures: int

    @property
    def options(self) -> tuple[str, ...]:
        """The options as words of a command."""
        month = ("--by", self.month) if self.month else ()
        return (
            *("--least", self.least, "--between", self.between, "--step", self.step),
            *("--so-that", self.so_that, *month, "--sure", f"{self.sure} %"),
            *("--arm", self.arm, "--futures", str(self.futures)),
        )

    def request(self, file: Path) -> Request:
        """Return the question as the command line reads it."""
        return Request(
            file=file,
            least=self.least,
            most=None,
            between=self.between,
            so_that=self.so_that,
            by=self.month or None,
            months=None,
            sure=f"{self.sure} %",
            arm=self.arm,
            step=self.step,
            rest=None,
            futures=self.futures,
            chance=False,
            seed=None,
            workers=None,
            cluster=None,
            out=None,
            quiet=True,
            allow_outside=False,
        )


def find(asked: Asked) -> Response:
    """Show the form of a question, and an answer."""
    return _page(asked, BEGIN, told(asked.opened))


def ask(asked: Asked) -> Response:
    """Begin to find; show what cannot be asked beside what was entered."""
    entered = {name: asked.form.text(name) for name in BEGIN}
    opened, project = asked.opened, asked.project
    if opened.known is None:
        raise SimError("The scenario has faults, so nothing can be found.\n  Mend them on Check.")
    try:
        question = _question(asked, opened, entered)
        with without_compiling():
            scenario = _counting(opened.known.scenario, int(entered["weeks"]))
            _see_that_it_can_be_asked(question, scenario)
    except SimError as error:
        return _page(asked, entered, list(_told(error)), 400)
    mark = hashlib.sha256("\n".join((scenario.digest, *question.options)).encode()).hexdigest()
    command = Command(f"find-{mark[:12]}", "find", question.words, question.options)
    if finished(project, command.key):
        return asked.go(f"find?result={command.key}")
    asked.house.runs.ask(project, command, scenario)
    return asked.go("run")


def answer(asked: Asked) -> Response:
    """Send the page of an answer for the frame."""
    key = asked.request.path_params["result"]
    if not any(each.command.key == key for each in _answers(asked)):
        raise HTTPException(404)
    return framed(asked.project.results / key / PAGE)


def _told(error: SimError) -> Iterator[Told]:
    """Iterate over what is wrong with a question, each with the field that it is about."""
    if isinstance(error, ChoiceError):
        remedy = f"{error.allowed} {error.remedy}".strip()
        yield Told(error.problem, remedy, "", f"#{OF_OPTION.get(error.option, 'service')}")
    elif isinstance(error, ScenarioFaults):
        for fault in error.faults:
            field = OF_OPTION.get(fault.location.file, "service")
            remedy = f"{fault.allowed} {fault.remedy}".strip()
            yield Told(fault.problem, remedy, "", f"#{field}")
    else:
        problem, _, remedy = str(error).partition("\n")
        yield Told(problem, remedy.strip(), "", f"#{getattr(error, 'field', 'service')}")


def _page(
    asked: Asked, entered: Mapping[str, str], errors: Sequence[Told], status: int = 200
) -> Response:
    opened = asked.opened
    answers = _answers(asked)
    wanted = asked.query("result")
    shown = next((e for e in answers if e.command.key == wanted), None) if wanted else None
    return asked.of_project(
        "find",
        TITLE,
        status=status,
        errors=errors,
        entered=entered,
        services=[(name, f"{label}: {what}") for name, label, what in _findable(opened)],
        arms=[] if opened.known is None else _arms(opened.known.scenario),
        futures=[(key, words) for key, (words, _) in FUTURES.items()],
        answers=[(each.command.key, each.command.words) for each in answers],
        shown=None if shown is None else shown.command,
        heads=heads_of(asked),
    )


def _answers(asked: Asked) -> list[Progress]:
    every = asked.house.runs.every(asked.project)
    return [e for e in every if e.command.kind == "find" and e.state is State.FINISHED]


def _arms(scenario: Scenario) -> list[tuple[str, str]]:
    return [(name, arm.label or name.replace("_", " ")) for name, arm in scenario.arms.items()]


def _findable(opened: Opened) -> list[tuple[str, str, str]]:
    """Return the services with staff or places: name, label, and in what they are counted."""
    found = []
    for name, label in names(opened):
        if isinstance(at(opened.content, ("services", name, "workers")), Block):
            found.append((name, label, "WTE"))
        elif at(opened.content, ("services", name, "capacity", "places")) is not None:
            found.append((name, label, "places"))
    return found


def _question(asked: Asked, opened: Opened, entered: Mapping[str, str]) -> Question:
    """Return the question that a form asks; raise SimError if it cannot be one."""
    service = entered["service"]
    found = {name: (label, what) for name, label, what in _findable(opened)}
    if service not in found:
        raise Wrong("service", "Which team or service?\n  Choose one from the list.")
    label, what = found[service]
    low, high, share, sure = (
        _number(entered, key, words)
        for key, words in (
            ("low", "the least that may be enough"),
            ("high", "the most that may be needed"),
            ("share", "the share that may wait"),
            ("sure", "how often it is to hold"),
        )
    )
    weeks = int(_number(entered, "weeks", "how long is too long"))
    if not 1 <= weeks <= MOST_WEEKS:
        words = f"{weeks} weeks cannot be counted.\n  Enter 1 to {MOST_WEEKS} weeks."
        raise Wrong("weeks", words)
    if entered["futures"] not in FUTURES:
        raise Wrong("futures", "How many futures?\n  Choose one of the answers.")
    factor = heads_of(asked).get(service, 1.0) if what == "WTE" else 1.0
    measure = f"share_waiting_over_{weeks}_weeks.{service}"
    if not entered["month"]:
        measure = f"{WAIT_TO_START}.{service}.over_{weeks}_weeks"
    path = "workers.posts" if what == "WTE" else "capacity.places"
    step = STEP_OF_WTE * factor if what == "WTE" else 1.0
    when = f" in {entered['month']}" if entered["month"] else ""
    return Question(
        f"Least {what} at {label}: at most {share:g} % over {weeks} weeks{when}",
        f"services.{service}.{path}",
        f"{_rounded(low * factor)}..{_rounded(high * factor)}",
        _rounded(step),
        f"{measure} <= {share / PER_CENT:g}",
        entered["month"],
        f"{sure:g}",
        entered["arm"] or next(iter(opened.known.scenario.arms)) if opened.known else "",
        FUTURES[entered["futures"]][1],
    )


def _number(entered: Mapping[str, str], field: str, words: str) -> float:
    try:
        number = float(entered[field])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Wrong(field, f"No number says {words}.\n  Enter one, such as 5.")
    return number


def _rounded(number: float) -> str:
    return f"{round(number, DIGITS):g}"


def _counting(scenario: Scenario, weeks: int) -> Scenario:
    """Return the scenario with waits of so many weeks counted, as `measures.wait_weeks` says."""
    counted = scenario.measures.wait_weeks or USUAL_WEEKS
    if weeks in counted:
        return scenario
    return scenario.replacing({"measures.wait_weeks": sorted({*counted, weeks})})


def _see_that_it_can_be_asked(question: Question, scenario: Scenario) -> None:
    """Read the question as the command line does; raise what it says against it."""
    with tempfile.TemporaryDirectory(prefix="throughline-") as folder:
        read(question.request(scenario.save(Path(folder) / SCENARIO)))
