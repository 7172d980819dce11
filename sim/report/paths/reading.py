"""Find the words for a path: whose number it is, what it is, and the unit of a plain number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sim.report.paths.families import COURSES, FAMILIES, UNITS
from sim.report.paths.labels import Labels, readable
from sim.report.paths.model import MODEL
from sim.report.paths.services import SERVICES

PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    **MODEL,
    **{f"services.{{service}}.{key}": said for key, said in SERVICES.items()},
}
OWN_CHANGES: Final = {"stay": ("ends", "stay")}  # where a dated change of a service stands usually
VARIES: Final = {"capacity": "places", "workers": "posts"}  # other blocks that vary have a rate


class Said(NamedTuple):
    """What a path leads to, in words that stand inside a sentence."""

    words: str
    unit: str  # of a plain number; empty where the value is written with its own
    known: bool = True  # whether the words were written for this path; else its keys are read out


def said_of(path: str, labels: Labels) -> Said:
    """Return the words for a path of a scenario.

    A path that has no words of its own is read out, key by key, and told apart by `known`.
    """
    steps = path.split(".")
    return _of(steps, labels) or Said(_read_out(steps, labels), "", known=False)


def _of(steps: Sequence[str], labels: Labels) -> Said | None:
    for inside in (_owned, _changed, _directly, _varying, _distributed):
        found = inside(steps, labels)
        if found is not None:
            return found
    return None


def _owned(steps: Sequence[str], labels: Labels) -> Said | None:
    """Return the words for a number of a mechanism, an arm, a group or a need: the rest, whose."""
    whose = ""
    match steps:
        case ["mechanisms", name, ("on" | "off") as way, *rest]:
            whose = f"where {labels.quoted('mechanism', name)} is {way}"
        case ["arms", name, "set", *rest]:
            whose = f"with {labels.quoted('arm', name)}"
        case ["people", "groups", name, "overrides", *rest]:
            whose = f"of {labels.quoted('group', name)}"
        case ["needs", name, ("effects" | "seeking"), *_]:
            rest, whose = list(steps[2:]), f"of {labels.quoted('need', name)}"
    found = _of(rest, labels) if whose else None
    return found and found._replace(words=f"{found.words}, {whose}")


def _changed(steps: Sequence[str], labels: Labels) -> Said | None:
    """Return the words for a number that holds from a date on: those it has at first."""
    at = next((n for n, step in enumerate(steps[:-2]) if step == "changes"), None)
    if at is None or not steps[at + 1].isdigit():
        return None
    before, nth, rest = steps[:at], Labels.nth(steps[at + 1]), steps[at + 2 :]
    if list(rest) == ["from"]:
        owner = _read_out(before, labels)
        return Said(f"time of the {nth} change of {owner}", "")
    found = _of([*before, *OWN_CHANGES.get(rest[0], rest[:1]), *rest[1:]], labels)
    return found and found._replace(words=f"{found.words}, from the {nth} change on")


def _directly(steps: Sequence[str], labels: Labels) -> Said | None:
    if labels.transition(steps) is not None:
        return Said(str(labels.transition(steps)), "")
    steps = [s for n, s in enumerate(steps) if not (s == "shares" and steps[n - 1] == "start")]
    for pattern, (words, unit) in PATTERNS.items():
        found = labels.matched(pattern.split("."), steps)
        if found is not None:
            return Said(words.format_map(found), labels.money() if unit == "money" else unit)
    return None


def _varying(steps: Sequence[str], labels: Labels) -> Said | None:
    """Return the words for a factor by month, by weekday or of a pattern."""
    for tail, words in COURSES.items():
        parts = tail.split(".")
        found = labels.matched(parts, steps[-len(parts) :])
        before = steps[: -len(parts)]
        if found is not None and before:
            what = _of([*before, VARIES.get(before[-1], "rate")], labels)
            if what is not None:
                return Said(words.format(what.words, **found), UNITS.get(tail, ""))
    return None


def _distributed(steps: Sequence[str], labels: Labels) -> Said | None:
    """Return the words for a parameter of a distribution."""
    for tail, words in FAMILIES.items():
        parts = tail.split(".")
        found = labels.matched(parts, steps[-len(parts) :])
        before = steps[: -len(parts)]
        what = _of(before, labels) if found is not None and before else None
        if found is not None and what is not None:
            return Said(words.format(what.words, **found), UNITS.get(tail, what.unit))
    return None


def _read_out(steps: Sequence[str], labels: Labels) -> str:
    """Return the keys of a path as words, and at the end whose they are."""
    match steps:
        case ["services", name, *rest]:
            owner = labels.said("service", name)
        case ["needs", name, *rest]:
            owner = labels.said("need", name)
        case ["people", ("groups" | "arrivals" | "areas"), name, *rest]:
            owner = labels.said("group", name)
        case [("arms" | "mechanisms") as kind, name, *rest]:
            owner = labels.said(kind.removesuffix("s"), name)
        case _:
            return " ".join(map(readable, steps))
    return f"{' '.join(map(readable, rest))} of {owner}" if rest else owner
