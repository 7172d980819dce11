"""Name the changes that lead from the baseline to an arm: switches, families, and the arm's own."""

from __future__ import annotations

from sim.report.view import quoted
from sim.report.wording import listed
from sim.studies.analyses.changes import OWN, Change
from sim.studies.analyses.mechanisms import MechanismsAsked


def in_a_sentence(asked: MechanismsAsked, name: str) -> str:
    """Return a change as it stands inside a sentence, such as "switching off “Refusals”"."""
    change = asked.known[name]
    if name == OWN:
        return OWN
    if change.is_family:
        return _switches_of(change)
    return f"switching {_way(asked, name)} {_label(asked, name)}"


def in_a_picture(asked: MechanismsAsked, name: str) -> str:
    """Return a change as it stands beside a bar, such as "Refusals: off"."""
    if name == OWN:
        return OWN.capitalize()
    if asked.known[name].is_family:
        return _switches_of(asked.known[name]).removeprefix("the ").capitalize()
    return f"{asked.base.scenario.mechanisms[name].label}: {_way(asked, name)}"


def in_a_list(asked: MechanismsAsked, name: str) -> str:
    """Return a change as it stands in a list of changes made, such as "“Refusals” off"."""
    if name == OWN:
        return OWN
    if asked.known[name].is_family:
        return _family(name)
    return f"{_label(asked, name)} {_way(asked, name)}"


def left_out(asked: MechanismsAsked, name: str) -> str:
    """Return a change that is not analysed; it is not said which way it would be switched."""
    if name == OWN:
        return OWN
    change = asked.known[name]
    return _switches_of(change) if change.is_family else _label(asked, name)


def families_in_words(asked: MechanismsAsked) -> list[str]:
    """Return a sentence for each family of the question that says which switches it has."""
    said = []
    for name in asked.changes:
        change = asked.known[name]
        if change.is_family:
            switches = [f"{_label(asked, each)} {_way(asked, each)}" for each in change.switches]
            are = "is" if len(switches) == 1 else "are"
            of = _switches_of(change).removeprefix("the ")
            said.append(f"The {of} {are} {listed(switches)}.")
    return said


def _switches_of(change: Change) -> str:
    many = "switch" if len(change.switches) == 1 else "switches"
    return f"the {many} of {_family(change.name)}"


def _family(name: str) -> str:
    return name.replace("_", " ")


def _label(asked: MechanismsAsked, switch: str) -> str:
    return quoted(str(asked.base.scenario.mechanisms[switch].label))


def _way(asked: MechanismsAsked, switch: str) -> str:
    return "on" if switch in asked.base.scenario.arms[asked.arm].mechanisms else "off"
