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
from sim.app.projects import SCENARIO, Opened, Project
from sim.app.running import (
    WHY,
    Command,
    Progress,
    Size,
    State,
    Took,
    expected,
    finished,
)
from sim.app.screens.asking import (
    STEP,
    WTE,
    Findable,
    findable,
    longest_list,
    months,
    range_for,
)
from sim.app.screens.compare import framed
from sim.app.screens.faults import Told, told
from sim.app.screens.finding_out import finding_out
from sim.app.screens.runs import listed
from sim.app.screens.services import heads_of
from sim.cli.finding import Request, read
from sim.errors import ScenarioFaults, SimError
from sim.measures.words.access import WAIT_TO_START
from sim.report.least import least_words, rounded
from sim.report.wording import sentence_case
from sim.report.writing import PAGE
from sim.scenario import Scenario
from sim.studies.analyses.find import FindAsked
from sim.studies.costs import cost
from sim.studies.execution import usable_cores
from sim.studies.planning import ChoiceError
from sim.studies.statistics.finding import least_tried, most_tried

TITLE = "Find"
FUTURES = {
    "quick": ("Quick: 40 futures", 40),
    "usual": ("Usual: 200 futures", 200),
    "thorough": ("Thorough: 400 futures", 400),
}
FIELDS = ("service", "low", "high", "share", "weeks", "month", "sure", "arm", "futures")
SHARE, WEEKS, SURE, HOW_SURE = "5", "18", "80", "quick"
"""What stands in the form at first: per cent, weeks, per cent, and of `FUTURES`."""
WAIT = "wait"
"""The parameter of an address whose page comes again by itself, even without scripts."""
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
    return _page(asked, _begin(asked), told(asked.opened))


def ask(asked: Asked) -> Response:
    """Begin to find; show what cannot be asked beside what was entered."""
    entered = {name: asked.form.text(name) for name in FIELDS}
    opened, project = asked.opened, asked.project
    if opened.known is None:
        raise SimError("The scenario has faults, so nothing can be found.\n  Mend them on Check.")
    try:
        question, one = _question(opened, entered)
        scenario = _counting(opened.known.scenario, int(entered["weeks"]))
        values = _values_of(question, scenario)
    except SimError as error:
        return _page(asked, entered, list(_told(error)), 400)
    mark = hashlib.sha256("\n".join((scenario.digest, *question.options)).encode()).hexdigest()
    command = Command(
        f"find-{mark[:12]}",
        "find",
        question.words,
        question.options,
        _size(opened, question.arm, values, question.futures),
        _about(opened, one, entered, question.arm),
    )
    if finished(project, command.key):
        return asked.go(f"find?result={command.key}")
    asked.house.runs.ask(project, command, scenario)
    return asked.go(f"find?{WAIT}=1")


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
    opened, heads = asked.opened, heads_of(asked.opened)
    answers = _answers(asked)
    wanted = asked.query("result")
    shown = next((e for e in answers if e.command.key == wanted), None) if wanted else None
    every = findable(opened, heads)
    one = next((each for each in every if each.name == entered["service"]), None)
    return asked.of_project(
        "find",
        TITLE,
        status=status,
        errors=errors,
        entered=entered,
        services=[(each.name, f"{each.label}: {each.what}") for each in every],
        one=one,
        today="" if one is None else rounded(one.today),
        months=months(opened, entered["arm"]),
        arms=[] if opened.known is None else _arms(opened.known.scenario),
        futures=[
            (key, words, _time(_guess(opened, entered, one, many), asked.earlier))
            for key, (words, many) in FUTURES.items()
        ],
        speed=WHY[bool(asked.earlier)],
        answers=[(each.command.key, each.command.words) for each in answers],
        shown=None if shown is None else shown.command,
        lead=[] if shown is None else lead(asked.project, shown.command),
        heads=heads,
        **finding_out(asked),
        waits=bool(asked.query(WAIT)),
        **listed(asked, "find"),
    )


def lead(project: Project, command: Command) -> list[str]:
    """Return the answer of a finished search; no sentence where its files do not tell."""
    return least_words(project.results / command.key, dict(command.about))


def _begin(asked: Asked) -> dict[str, str]:
    """Return what stands in the form at first, for the team in the address or the longest list."""
    opened = asked.opened
    every = findable(opened, heads_of(opened))
    wanted = asked.query("service")
    one = next((each for each in every if each.name == wanted), longest_list(opened, every))
    arm = "" if opened.known is None else opened.known.scenario.baseline
    low, high = ("", "") if one is None else range_for(one)
    month = months(opened, arm)[-1:]
    return {
        "service": "" if one is None else one.name,
        "low": low,
        "high": high,
        "share": SHARE,
        "weeks": WEEKS,
        "month": month[0][0] if month else "",
        "sure": SURE,
        "arm": arm,
        "futures": HOW_SURE,
    }


def _time(size: Size, earlier: Sequence[Took]) -> str:
    if not size.most:
        return "How long it takes is not known for this range."
    runs = f"{size.fewest:,} to {size.most:,} runs" if size.fewest else f"{size.most:,} runs"
    return f"{runs} for this range: {expected(size, earlier).words}."


def _guess(opened: Opened, entered: Mapping[str, str], one: Findable | None, futures: int) -> Size:
    """Return how much work an answer is, for the range that is entered; nothing without one."""
    try:
        width = float(entered["high"]) - float(entered["low"])
    except ValueError:
        return Size()
    if one is None or not 0 < width < math.inf:
        return Size()
    return _size(opened, entered["arm"], math.floor(width / STEP[one.what]) + 1, futures)


def _size(opened: Opened, arm: str, values: int, futures: int) -> Size:
    """Return how much work it is to find one of so many values."""
    if opened.known is None or arm not in opened.known.arms or values < 1:
        return Size()
    fewest, most, whole = (
        futures * (tried + 1) + 1 for tried in (least_tried(values), most_tried(values), values)
    )
    workers = usable_cores()
    needs = cost({arm: opened.known.arms[arm]}, most, workers)
    return Size(
        1, most, needs.seconds / workers, fewest=0 if fewest == most else fewest, whole=whole
    )


def _about(
    opened: Opened, one: Findable, entered: Mapping[str, str], arm: str
) -> tuple[tuple[str, str], ...]:
    """Return what the page of the answer needs to say it in the planner's unit."""
    return (
        ("label", one.label),
        ("what", one.what),
        ("factor", repr(one.factor)),
        ("today", rounded(one.today)),
        ("share", entered["share"]),
        ("weeks", entered["weeks"]),
        ("when", _in_month(opened, arm, entered["month"])),
    )


def _answers(asked: Asked) -> list[Progress]:
    every = asked.house.runs.every(asked.project)
    return [e for e in every if e.command.kind == "find" and e.state is State.FINISHED]


def _arms(scenario: Scenario) -> list[tuple[str, str]]:
    return [(name, arm.label or name.replace("_", " ")) for name, arm in scenario.arms.items()]


def _question(opened: Opened, entered: Mapping[str, str]) -> tuple[Question, Findable]:
    """Return the question that a form asks, and of what; raise SimError if it cannot be one."""
    service = entered["service"]
    found = {each.name: each for each in findable(opened, heads_of(opened))}
    if service not in found:
        raise Wrong("service", "Which team or service?\n  Choose one from the list.")
    one = found[service]
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
    measure = f"share_waiting_over_{weeks}_weeks.{service}"
    if not entered["month"]:
        measure = f"{WAIT_TO_START}.{service}.over_{weeks}_weeks"
    arm = entered["arm"] or ("" if opened.known is None else opened.known.scenario.baseline)
    when = _in_month(opened, arm, entered["month"])
    who = f"on the list {when} have waited" if when else "who start waited"
    question = Question(
        f"Least {one.what} at {one.label}: at most {share:g} % of those {who} over {weeks} weeks",
        f"services.{service}.{'workers.posts' if one.what == WTE else 'capacity.places'}",
        f"{rounded(low * one.factor)}..{rounded(high * one.factor)}",
        rounded(STEP[one.what] * one.factor),
        f"{measure} <= {share / PER_CENT:g}",
        entered["month"],
        f"{sure:g}",
        arm,
        FUTURES[entered["futures"]][1],
    )
    return question, one


def _in_month(opened: Opened, arm: str, month: str) -> str:
    """Return a month of the form as "in December 2026"; empty for the measured time."""
    when = dict(months(opened, arm)).get(month, month)
    return f"in {sentence_case(when)}" if when else ""


def _number(entered: Mapping[str, str], field: str, words: str) -> float:
    try:
        number = float(entered[field])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Wrong(field, f"No number says {words}.\n  Enter one, such as 5.")
    return number


def _counting(scenario: Scenario, weeks: int) -> Scenario:
    """Return the scenario with waits of so many weeks counted, as `measures.wait_weeks` says."""
    counted = scenario.measures.wait_weeks or USUAL_WEEKS
    if weeks in counted:
        return scenario
    return scenario.replacing({"measures.wait_weeks": sorted({*counted, weeks})})


def _values_of(question: Question, scenario: Scenario) -> int:
    """Read the question as the command line does, and return how many values may be tried.

    Raises SimError with what stands against it.
    """
    with tempfile.TemporaryDirectory(prefix="throughline-") as folder:
        asked = read(question.request(scenario.save(Path(folder) / SCENARIO)))
    return max(len(each.amounts) for each in asked.analyses if isinstance(each, FindAsked))
