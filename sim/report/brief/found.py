"""An answer of `sim find` as a section of a brief: how much is enough, how sure, at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.measures.catalogue import describe
from sim.measures.words.service import COST
from sim.report.blocks import Block, Paragraphs, Section
from sim.report.least import COST as COST_ROW, least_told, rows_found
from sim.report.wording import interval, signed
from sim.resolved import Names
from sim.scenario import Scenario


def found_section(
    asked: str, folder: Path, about: Mapping[str, str], money: str, page: str
) -> Section | None:
    """Return an answer as a section; None where its table does not tell.

    Parameters
    ----------
    asked
        The question, which is the title.
    folder
        Of the results of `sim find`.
    about
        What was sought, as `least_told` reads it.
    money
        The unit of costs, as `unit_of_costs` gives it.
    page
        The file that has the whole answer.
    """
    rows = rows_found(folder)
    first, *others = least_told(rows, about) or [""]
    if not first:
        return None
    cost = cost_words(rows, money)
    rest = " ".join([*others, *([cost] if cost else [])])
    blocks: list[Block] = [Paragraphs([first], "lead"), Paragraphs([rest])]
    blocks.append(Paragraphs([f"The whole answer is {page}."], "quiet"))
    return Section("found", asked, blocks)


def cost_words(rows: Sequence[Mapping[str, str]], money: str) -> str:
    """Return what the answer costs, compared with today; "" where the scenario has no prices."""
    try:
        row = next((row for row in rows if row["kind"] == COST_ROW), None)
        if row is None:
            return ""
        mean, low, high = (float(row[key]) for key in ("mean", "low", "high"))
    except (KeyError, ValueError):
        return ""
    return f"Compared with today it costs {signed(mean)} {money} ({interval(low, high)})."


def unit_of_costs(scenario: Scenario, names: Names) -> str:
    """Return the unit in which costs of a scenario are said."""
    return describe(COST, names).unit.replace("{money}", scenario.currency)
