"""Recognise whether a file is a scenario, a study or neither, to give one clear message.

A file that another file names may be any file of the machine. Unless it is a scenario, messages do
not repeat its content.
"""

from __future__ import annotations

import re

from sim.errors import Location
from sim.scenario.document import Document
from sim.scenario.texts import one_fault
from sim.scenario.written import Block

STUDY_KEY, MANIFEST_KEY = "throughline_study", "throughline_manifest"
COMMON = {"title", "question", "about", "currency"}  # stand in other files as well
OWN = [key for key in Document.known_keys() if key not in COMMON]
NAMES = "|".join((*OWN, "extends", STUDY_KEY, MANIFEST_KEY))
NAMED = re.compile(rf"^[\s{{,]*(?:(?:{NAMES})\s*:(?:\s|$)|[\"'](?:{NAMES})[\"']\s*:)", re.MULTILINE)


def see_that_it_is_a_scenario(text: str, file: str, named_at: Location) -> None:
    """Raise an error if a file that another file names is not a scenario.

    Raises
    ------
    ScenarioFaults
        At the location where the file is named, without any of its content.
    """
    if text.strip() and NAMED.search(text) is None:
        raise one_fault(
            named_at,
            f"`{file}` is not a scenario.",
            "A scenario has lines such as `services:` or `people:`. Is it the right file?",
        )


def refuse_other_kinds(tree: Block) -> None:
    """Raise an error for a study or a manifest in place of a scenario; name the command to use.

    Raises
    ------
    ScenarioFaults
        With the one fault that explains all others.
    """
    if MANIFEST_KEY in tree:
        location = tree.keys_at[MANIFEST_KEY]
        raise one_fault(
            location,
            "This is the manifest of a finished study, not a scenario.",
            f"`sim reproduce {location.file}` makes that study again; its scenario is beside it, "
            "in `resolved.yaml` or `scenario.yaml`.",
        )
    bare = "scenario" in tree and tree.keys().isdisjoint(("services", "extends", "throughline"))
    if STUDY_KEY in tree or bare:
        location = tree.keys_at[STUDY_KEY if STUDY_KEY in tree else "scenario"]
        raise one_fault(
            location,
            "This is a study, not a scenario.",
            f"`sim sweep {location.file}` carries it out; `sim run`, `sim check` and `sim explain` "
            "read the scenario that it names.",
        )


def refuse_scenarios(tree: Block) -> None:
    """Raise an error for a scenario in place of a study, and name the command to use.

    Raises
    ------
    ScenarioFaults
        With the one fault that explains all others.
    """
    if STUDY_KEY in tree or tree.keys().isdisjoint(("services", "extends", "run", "people")):
        return
    location = tree.keys_at.get("throughline") or next(iter(tree.keys_at.values()))
    raise one_fault(
        location,
        "This is a scenario, not a study.",
        f"`sim run {location.file}` runs it. To try many settings of it, write a study that names "
        f"it: `{STUDY_KEY}: 1`, a `title`, `scenario: …` and `levers`.",
    )
