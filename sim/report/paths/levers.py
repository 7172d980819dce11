"""Name what a study varies, in words with a unit: on axes, in tables, inside sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.report.paths.labels import Labels, readable
from sim.report.paths.model import RATIO
from sim.report.paths.reading import Said, said_of
from sim.report.paths.services import FACTOR, SHARE
from sim.report.view import quoted
from sim.report.wording import number, percent, sentence_case
from sim.scenario import Scenario
from sim.studies.design import Lever
from sim.studies.design.columns import column_of
from sim.studies.design.ranges import Span

WITHOUT_WORD = (FACTOR, RATIO)
SINGLE = {
    ord("“"): "\N{LEFT SINGLE QUOTATION MARK}",
    ord("”"): "\N{RIGHT SINGLE QUOTATION MARK}",
}


def in_words(scenario: Scenario, lever: Lever) -> str:
    """Return what a lever varies, as it stands inside a sentence, such as "posts at Ward".

    A lever that sets several numbers together has a name of its own, which is kept.
    """
    return _said(scenario, lever).words


def in_quotes(scenario: Scenario, lever: Lever) -> str:
    """Return what a lever varies in quotation marks; labels inside have single ones."""
    return quoted(in_words(scenario, lever).translate(SINGLE))


def axis_label(scenario: Scenario, lever: Lever, values: Sequence[Any] | None = None) -> str:
    """Return what a lever varies with its unit, such as "Mean length of stay at Ward (weeks)".

    Parameters
    ----------
    values
        The values of a list, if the picture or table shows them as they are written. Values such
        as "18 months" say their own unit, which is then not repeated. Without this, the unit is
        that of the numbers along the axis.
    """
    said = _said(scenario, lever)
    if values is None:
        unit = unit_of(scenario, lever)
    else:
        plain = all(isinstance(each, int | float) and not isinstance(each, bool) for each in values)
        unit = said.unit if plain else ""
    return with_unit(said.words, unit)


def unit_of(scenario: Scenario, lever: Lever) -> str:
    """Return the unit of a lever's numbers; empty if they are no numbers or have none.

    Lengths and rates have a unit of time, plain numbers that of what they count.
    """
    if lever.span is not None:
        return unit_of_span(lever.span) or _said(scenario, lever).unit
    column = column_of(lever.name, lever.values)
    if not column.is_number:
        return ""
    return column.unit or _said(scenario, lever).unit


def unit_of_span(reach: Span) -> str:
    """Return the unit of time in which the ends of a range are; empty for plain numbers."""
    if not reach.unit:
        return ""
    return {
        "rate": f"per {reach.unit}",
        "weekly": f"{reach.unit}s per week",
        "growth": "% per year",
    }.get(reach.kind, f"{reach.unit}s")


def with_unit(words: str, unit: str) -> str:
    """Return words as the label of an axis: with the unit in brackets unless they name it."""
    label = sentence_case(words)
    named = not unit or label.lower().startswith(f"{unit.lower()} ")
    return label if named else f"{label} ({unit})"


def inputs_in_words(scenario: Scenario, levers: Iterable[Lever]) -> dict[str, str]:
    """Return the words with the unit for each lever, by its name."""
    return {lever.name: axis_label(scenario, lever) for lever in levers}


def name_in_words(scenario: Scenario, name: str) -> str:
    """Return what an uncertain number is, by the path at which it is written."""
    return said_of(name, Labels(scenario)).words


def said_with_unit(scenario: Scenario, name: str, value: Any) -> str:
    """Return a value of an uncertain number as people write it: "12 %", "6.5 weeks", "4".

    The unit is left out where the words for the number begin with it, as in "posts at Ward".
    """
    column = column_of(name, [value])
    (amount,) = column.cells
    if isinstance(amount, str):
        return amount
    said = said_of(name, Labels(scenario))
    unit = column.unit or said.unit
    if unit == SHARE:
        return percent(amount)
    if unit in WITHOUT_WORD or said.words.lower().startswith(f"{unit} "):
        return number(amount)
    return f"{number(amount)} {unit}".strip()


def _said(scenario: Scenario, lever: Lever) -> Said:
    """Return the words for what a lever sets; for several numbers its name and their unit."""
    labels = Labels(scenario)
    first = said_of(lever.paths[0], labels)
    if lever.paths == (lever.name,):
        return first
    found = said_of(lever.name, labels)
    if found.known:  # the name that a service has in all areas
        return found
    return Said(readable(lever.name).replace(".", " "), first.unit)
