"""What if: ways of care to compare, each made of changes without code; and parity of hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from sim.app.editing import Change, Value
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import FAMILIES, VALUE, at, cell
from sim.app.screens.faults import told
from sim.app.screens.levers import BY_KEY, LEVERS, Wish, changes, in_wte, iso_day
from sim.app.screens.services import as_written, heads_of, names
from sim.errors import SimError
from sim.network.workforce import ResourceKind
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.report.wording import sentence_case
from sim.scenario.merging import merged
from sim.scenario.variants import with_arm
from sim.scenario.written import Block, Row

TITLE = "What if"
ARMS, SET, TRANSFER = "arms", "set", "transfer"
FIRST = ("as_today", "As today")
MOST_ARMS = 12


class Changed(NamedTuple):
    """One change of an arm."""

    path: str  # below the arm
    words: str
    value: str


class Arm(NamedTuple):
    """One way of care."""

    name: str
    label: str
    is_first: bool
    changed: tuple[Changed, ...]
    switches: tuple[tuple[str, str, bool], ...]  # mechanisms: name, label, whether it is on


def what_if(asked: Asked) -> Response:
    """Show every arm with its changes, and whether all have the same staff."""
    opened = asked.opened
    return asked.of_project(
        "what-if",
        TITLE,
        errors=told(opened),
        arms=_arms(opened, heads_of(asked)),
        levers=LEVERS,
        services=list(names(opened)),
        hours=_hours(opened),
        problems=_problems(opened),
        reason=cell(opened.content, "workforce.unequal").shown,
        dates=_dates(opened),
    )


def save(asked: Asked) -> Response:
    """Make, change or take out an arm."""
    opened = asked.opened
    what, _, rest = asked.form.text("action").partition(":")
    made = {"arm": _new_arm, "change": _change, "out": _taken_out, "switches": _switched,
            "reason": _reason, "label": _labelled}.get(what)  # fmt: skip
    if made is None:
        raise SimError("There is no such button.\n  Open the page again.")
    asked.house.saver.save(asked.project, asked.form.text("revision"), made(asked, opened, rest))
    return asked.go("what-if")


def _arms(opened: Opened, heads: Mapping[str, float]) -> list[Arm]:
    content = opened.content
    arms = content.get(ARMS)
    found: list[Arm] = []
    for name, arm in arms.items() if isinstance(arms, Block) else ():
        inside = arm if isinstance(arm, Block) else Block(content.location)
        label = str(inside.get("label") or name.replace("_", " "))
        on = set(map(str, inside.get("mechanisms") or ()))
        switches = tuple(
            (each, str(about.get("label") or each), each in on)
            for each, about in (content.get("mechanisms") or {}).items()
        )
        changed = tuple(_changed(opened, heads, name, inside))
        found.append(Arm(name, label, not found, changed, switches))
    return found


def _changed(
    opened: Opened, heads: Mapping[str, float], name: str, arm: Block
) -> Iterator[Changed]:
    """Iterate over the changes of an arm: each number beside today's, and staff that moves."""
    content = opened.content
    moved = arm.get(TRANSFER)
    if isinstance(moved, Block):
        posts = cell(content, f"{ARMS}.{name}.{TRANSFER}.posts").shown
        yield Changed(TRANSFER, "Posts that move", f"{posts}, from {moved.get('from')} to "
                      f"{moved.get('to')}")  # fmt: skip
    for path in _leaves(arm.get(SET), ()):
        whole = f"{ARMS}.{name}.{SET}.{'.'.join(path)}"
        below = ".".join(path)
        words = _value(content, whole) + _beside(content, heads, below, whole)
        yield Changed(f"{SET}.{below}", _words(opened, below), words)


def _beside(content: Block, heads: Mapping[str, float], path: str, changed: str) -> str:
    """Return what a number of an arm is today, and what both are for a WTE, in words."""
    now, then = cell(content, path, mean=True).shown, cell(content, changed, mean=True).shown
    if not now or not then:
        return ""
    kind, service, *rest = path.split(".")
    factor = heads.get(service, 1.0) if kind == "services" else 1.0
    per_wte = in_wte(".".join(rest), factor)
    try:
        both = [per_wte(float(each)) for each in (then, now)] if per_wte is not None else []
    except ValueError:
        both = []
    of_wte = f"; {both[0]}, today {both[1]}" if both else ""
    return f" (today {now}{of_wte})"


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Iterate over the paths of what an arm sets; a distribution, a row or a list is one."""
    if isinstance(node, Block) and not _is_one(node, path):
        for key, value in node.items():
            yield from _leaves(value, (*path, key))
    elif path:
        yield path


def _is_one(node: Block, path: tuple[str, ...]) -> bool:
    """Return whether a block is one value: a number, a distribution, or a row of shares."""
    return VALUE in node or not FAMILIES.isdisjoint(node) or path[-2:-1] == ("routes",)


def _value(content: Block, path: str) -> str:
    """Return a value of an arm in words; planned changes date by date."""
    node = at(content, tuple(path.split(".")))
    if isinstance(node, Row):
        return "; ".join(
            f"{cell(content, f'{path}.{n}.posts').shown or '…'} from {row.get('from', '')}"
            if isinstance(row, Block) else str(row)
            for n, row in enumerate(node)
        )  # fmt: skip
    return cell(content, path, mean=True).shown


def _words(opened: Opened, path: str) -> str:
    if opened.known is None:
        return path
    return sentence_case(said_of(path, Labels(opened.known.scenario)).words)


def _hours(opened: Opened) -> list[list[str]]:
    """Return the staff and places of every arm: a row for each that differs, and for all staff."""
    if opened.known is None:
        return []
    scenario, workforce = opened.known.scenario, opened.known.workforce
    shown = [e for e in workforce.resources if not e.same or e.kind is ResourceKind.STAFF]
    return [
        [each.name, *(f"{each.amounts[arm]:,.1f}" for arm in scenario.arm_names),
         "same" if each.same else "differs"]
        for each in shown
    ]  # fmt: skip


def _problems(opened: Opened) -> list[str]:
    return [] if opened.known is None else list(opened.known.workforce.problems)


def _dates(opened: Opened) -> str:
    """Return from when on arms differ, in words; empty where the run has no dates."""
    run = opened.content.get("run")
    begins, change = ((run or {}).get(key) for key in ("begins", "change"))
    if begins is None:
        return ""
    return f"Arms begin to differ on {change or begins}. Leave it empty for that day."


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
    wish = Wish(
        name, lever, text("service"), text("amount"), iso_day(text("begins")), text("target")
    )
    of_arm = with_arm(opened.content, opened.known.scenario, name)
    return changes(wish, opened.content, of_arm, heads_of(asked))


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


def _reason(asked: Asked, opened: Opened, _: str) -> list[Change]:
    return [Change(("workforce", "unequal"), asked.form.text("reason") or None)]


def _labelled(asked: Asked, opened: Opened, name: str) -> list[Change]:
    _named_arm(opened, name)
    return [Change((ARMS, name, "label"), asked.form.text("label") or None)]
