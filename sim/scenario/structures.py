"""The options of a structure: what each of them sets in the scenario."""

from __future__ import annotations

from typing import Any

from sim.scenario.document import Document
from sim.scenario.parts import Part
from sim.scenario.replacing import UnknownStep, steps_to
from sim.scenario.worlds import AS_WRITTEN
from sim.scenario.written import Path, WrittenText

FLAGS = {"yes": True, "no": False, "true": True, "false": False}
"""Options of a flag: `true` in YAML is no key, unless it is quoted."""


def is_path(document: Document, name: str) -> bool:
    """Return whether a structure is named by the path of a setting; else its options are variants.

    A name without a point is never a path.
    """
    if "." not in name:
        return False
    try:
        steps_to(document, name)
    except UnknownStep:
        return False
    return True


def paths_of(document: Document, name: str, option: str) -> list[str]:
    """Return the paths that an option sets."""
    return list(values_of(document, name, option))


def values_of(document: Document, name: str, option: str) -> dict[str, Any]:
    """Return what an option of a structure sets, by path; nothing for the scenario as written."""
    if is_path(document, name):
        text = WrittenText(option)
        return {name: FLAGS.get(option, text)}
    if option == AS_WRITTEN or option not in document.variants:
        return {}
    return dict(document.variants[option].changes)


def options_of(document: Document, path: str) -> bool:
    """Return whether a word, or true or false, can stand at a path of a document."""
    found = _walked(document, steps_to(document, path))
    return found is None or isinstance(found, (bool, str))


def _walked(node: Any, steps: Path) -> Any:
    """Return what a document holds at a path; None if it does not say."""
    for step in steps:
        if isinstance(node, Part):
            fields = {field.alias or name: name for name, field in type(node).model_fields.items()}
            node = getattr(node, fields.get(str(step), ""), None)
        elif isinstance(node, dict):
            node = node.get(str(step))
        elif isinstance(node, (tuple, list)) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node
