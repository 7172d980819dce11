"""What if: ways of care to compare, each made of changes without code; and parity of hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from starlette.responses import Response

from sim.app.editing import Change, Value, as_written, at
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import cell
from sim.app.screens.demand import growth, growth_now
from sim.app.screens.entries import DAY, read, shown
from sim.app.screens.faults import Told, in_labels, place_words, told
from sim.app.screens.levers import BY_KEY, LEVERS, Wish, changes
from sim.app.screens.services import heads_of, names
from sim.errors import SimError
from sim.network.workforce import ResourceKind
from sim.report.cards.lines import MECHANISMS, SET, TRANSFER, leaves, lines
from sim.report.cards.question import standard_question
from sim.report.cards.times import first_day
from sim.report.paths.labels import readable
from sim.report.wording import sentence_case
from sim.scenario.merging import merged
from sim.scenario.variants import with_arm
from sim.scenario.written import Block

TITLE = "What if"
ARMS = "arms"
FIRST = ("as_today", "As today")
MOST_ARMS = 12
QUESTION, MOST_OF_A_QUESTION = "question", 300  # characters


class Changed(NamedTuple):
    """One change of an arm."""

    path: str  # below the arm
    words: str
    value: str


class Switch(NamedTuple):
    """One way of working that an arm may have."""

    name: str
    words: str
    is_on: bool


class Arm(NamedTuple):
    """One way of care."""

    name: str
    label: str
    is_first: bool
    changed: tuple[Changed, ...]
    switches: dict[str, list[Switch]]  # by family


class Tried(NamedTuple):
    """A change that was not taken, as it was entered."""

    arm: str = ""
    lever: str = ""
    service: str = ""
    amount: str = ""
    target: str = ""
    begins: str = ""
    wrong: str = ""


def what_if(asked: Asked) -> Response:
    """Show every arm with its changes, and whether all have the same staff."""
    return _page(asked, Tried())


def _page(asked: Asked, tried: Tried) -> Response:
    """Show the page; with what was entered, where a change was not taken."""
    opened = asked.opened
    wrong = [Told(tried.wrong, "", "", f"#{tried.arm}-amount")] if tried.wrong else []
    has_needs = bool(opened.content.get("needs"))
    return asked.of_project(
        "what-if",
        TITLE,
        status=400 if wrong else 200,
        errors=[*wrong, *told(opened)],
        tried=tried,
        arms=_arms(opened),
        levers=[each for each in LEVERS if has_needs or not each.of_needs],
        growth=growth_now(opened.content),
        services=list(names(opened)),
        hours=_hours(opened),
        problems=_problems(opened),
        **asked_question(opened),
        reason=cell(opened.content, "workforce.unequal").shown,
        dates=_dates(opened),
    )


def save(asked: Asked) -> Response:
    """Make, change or take out an arm."""
    opened = asked.opened
    what, _, rest = asked.form.text("action").partition(":")
    made = ACTIONS.get(what)
    if made is None:
        raise SimError("There is no such button.\n  Open the page again.")
    try:
        changed = made(asked, opened, rest)
    except SimError as error:
        if what != "change" or opened.known is None:
            raise
        text = asked.form.text
        wrong = " ".join(map(str.strip, str(error).splitlines()))
        tried = Tried(rest, text("lever"), text("service"), text("amount"), text("target"),
                      text("begins"), wrong)  # fmt: skip
        return _page(asked, tried)
    asked.house.saver.save(asked.project, asked.form.text("revision"), changed)
    return asked.go("what-if", _said(asked) if what == "change" else ())


def _said(asked: Asked) -> list[str]:
    """Return how the fields of a change were read, where that is more than what was typed."""
    text, lever = asked.form.text, BY_KEY[asked.form.text("lever")]
    fields = (("How much", text("amount"), lever.reads), ("From which day", text("begins"), DAY))
    return [
        f"{name}: “{typed}” was read as {meant}."
        for name, typed, reads in fields
        if (meant := read(reads, typed).meant)
    ]


def _arms(opened: Opened) -> list[Arm]:
    content = opened.content
    arms = content.get(ARMS)
    found: list[Arm] = []
    for name, arm in arms.items() if isinstance(arms, Block) else ():
        inside = arm if isinstance(arm, Block) else Block(content.location)
        label = str(inside.get("label") or name.replace("_", " "))
        on = set(map(str, inside.get("mechanisms") or ()))
        switches: dict[str, list[Switch]] = {}
        for each, about in (content.get("mechanisms") or {}).items():
            family = readable(str(about.get("family") or "other"))
            words = str(about.get("label") or readable(each))
            switches.setdefault(family, []).append(Switch(each, words, each in on))
        changed = tuple(_changed(opened, name, inside))
        found.append(Arm(name, label, not found, changed, switches))
    return found


def _changed(opened: Opened, name: str, arm: Block) -> Iterator[Changed]:
    """Iterate over the changes of an arm; of one with faults as the file has them."""
    if opened.known is not None:
        for each in lines(opened.known.scenario, name):
            if each.path != MECHANISMS:  # they have a form of their own
                since = f", {each.since}" if each.since else ""
                yield Changed(each.path, sentence_case(each.what), f"{each.value}{since}")
        return
    for path in leaves(arm.get(SET), ()):
        below = f"{SET}.{'.'.join(path)}"
        words = place_words(opened, ".".join(path))
        yield Changed(below, words, cell(opened.content, f"{ARMS}.{name}.{below}").shown)
    if TRANSFER in arm:
        yield Changed(TRANSFER, TRANSFER, "")


def _hours(opened: Opened) -> list[list[str]]:
    """Return the staff and places of every arm: a row for each that differs, and for all staff."""
    if opened.known is None:
        return []
    scenario, workforce = opened.known.scenario, opened.known.workforce
    rows = [e for e in workforce.resources if not e.same or e.kind is ResourceKind.STAFF]
    return [
        [in_labels(opened, each.name), *(f"{each.amounts[arm]:,.1f}" for arm in scenario.arm_names),
         "same" if each.same else "differs"]
        for each in rows
    ]  # fmt: skip


def _problems(opened: Opened) -> list[str]:
    return [] if opened.known is None else list(opened.known.workforce.problems)


def _dates(opened: Opened) -> str:
    """Return from when on arms differ, in words; empty where the run has no dates."""
    first = _first_day(opened)
    return f"Changes begin on {first}. Leave it empty for that day." if first else ""


def _first_day(opened: Opened) -> str:
    """Return the day from which arms differ, as people write it; empty where that is not known."""
    return "" if opened.known is None else shown(DAY, first_day(opened.known.scenario.run))


def _named_arm(opened: Opened, name: str) -> Block:
    arms = opened.content.get(ARMS)
    arm = arms.get(name) if isinstance(arms, Block) else None
    if not isinstance(arm, Block):
        raise SimError("There is no such way of care.\n  It may have been taken out elsewhere.")
    return arm


def _new_arm(asked: Asked, opened: Opened, _: str) -> list[Change]:
    """Return the changes that make an arm, with the changes of one or two others if wanted."""
    label = asked.form.text("label")
    arms = opened.content.get(ARMS)
    known = list(arms) if isinstance(arms, Block) else []
    name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_0123456789")[:40].strip("_")
    if not name or name in known:
        raise SimError("A way of care needs a name of its own.\n  Enter one with letters.")
    if len(known) >= MOST_ARMS:
        raise SimError(f"There are {MOST_ARMS} ways of care already.\n  Take one out first.")
    made: dict[str, Any] = {}
    chosen = [each for key in ("base", "also") if (each := asked.form.text(key))]
    if chosen:
        whole = _named_arm(opened, chosen[0])
        for other in chosen[1:]:
            whole = merged(whole, _named_arm(opened, other), (ARMS, name))
        made = as_written(whole)
        made.pop("description", None)
    first: list[Change] = [] if known else [Change((ARMS, FIRST[0]), {"label": FIRST[1]})]
    return [*first, Change((ARMS, name), {**made, "label": label})]


def _change(asked: Asked, opened: Opened, name: str) -> list[Change]:
    """Return the changes of one card."""
    text = asked.form.text
    _named_arm(opened, name)
    lever = BY_KEY.get(text("lever"))
    if lever is None or text("service") not in dict(names(opened)):
        raise SimError("Choose what changes, and where.\n  Both are lists to choose from.")
    if opened.known is None:
        raise SimError("The project has faults.\n  Mend them before you add changes.")
    begins = read(DAY, text("begins")).text
    wish = Wish(name, lever, text("service"), text("amount"), begins, text("target"))
    of_arm = with_arm(opened.content, opened.known.scenario, name)
    first = first_day(opened.known.scenario.run)
    return changes(wish, first, of_arm, heads_of(opened))


def _taken_out(asked: Asked, opened: Opened, rest: str) -> list[Change]:
    """Return the change that takes out an arm, or one change of it."""
    name, _, path = rest.partition(":")
    arm = _named_arm(opened, name)
    if not path:
        return [Change((ARMS, name), None)]
    steps = tuple(path.split("."))
    while len(steps) > 1 and isinstance(above := at(arm, steps[:-1]), Block) and len(above) == 1:
        steps = steps[:-1]  # nothing empty is left behind
    return [Change((ARMS, name, *steps), None)]


def _switched(asked: Asked, opened: Opened, name: str) -> list[Change]:
    """Return the change that switches the mechanisms of an arm."""
    _named_arm(opened, name)
    known = opened.content.get("mechanisms") or {}
    on: list[Value] = [each for each in known if f"on:{each}" in asked.form.fields]
    return [Change((ARMS, name, "mechanisms"), on or None)]


def _family(asked: Asked, opened: Opened, which: str) -> list[Change]:
    """Return the change that switches on, or off, all mechanisms of a family in an arm."""
    name, way, family = (*which.split(":"), "", "")[:3]
    arm = _named_arm(opened, name)
    known = opened.content.get("mechanisms") or {}
    those = {e for e, about in known.items() if readable(str(about.get("family"))) == family}
    before = set(map(str, arm.get("mechanisms") or ()))
    after = before | those if way == "on" else before - those
    on: list[Value] = [each for each in known if each in after]
    return [Change((ARMS, name, "mechanisms"), on or None)]


def asked_question(opened: Opened) -> dict[str, str]:
    """Return the question of a project, and the one that is printed where it has none."""
    return {
        "question": str(opened.content.get(QUESTION) or ""),
        "standard": "" if opened.known is None else standard_question(opened.known.scenario),
    }


def _question(asked: Asked, opened: Opened, _: str) -> list[Change]:
    question = " ".join(asked.form.text(QUESTION).split())
    if len(question) > MOST_OF_A_QUESTION:
        raise SimError(
            f"The question has {len(question)} characters, so that a brief has no room for it.\n"
            f"  Write at most {MOST_OF_A_QUESTION}."
        )
    return [Change((QUESTION,), question or None)]


def _growth(asked: Asked, opened: Opened, _: str) -> list[Change]:
    return growth(opened.content, asked.form.text("growth"))


def _reason(asked: Asked, opened: Opened, _: str) -> list[Change]:
    return [Change(("workforce", "unequal"), asked.form.text("reason") or None)]


def _labelled(asked: Asked, opened: Opened, name: str) -> list[Change]:
    _named_arm(opened, name)
    return [Change((ARMS, name, "label"), asked.form.text("label") or None)]


ACTIONS: dict[str, Callable[[Asked, Opened, str], list[Change]]] = {
    "arm": _new_arm,
    "change": _change,
    "out": _taken_out,
    "switches": _switched,
    "family": _family,
    "growth": _growth,
    "question": _question,
    "reason": _reason,
    "label": _labelled,
}
"""What each button does, by its first word."""
