"""The answer of a search, in sentences and in the planner's unit: WTE in place of posts."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence

from sim.app.projects import Project
from sim.app.running import Command
from sim.app.screens.asking import rounded
from sim.studies.analyses.find import LEAST

TABLE = "find.csv"
VALUE, TODAY, COST = "value", "as written", "cost"


def lead(project: Project, command: Command) -> list[str]:
    """Return the answer of a finished search; no sentence where its table does not tell."""
    about = dict(command.about)
    try:
        with (project.results / command.key / TABLE).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return _sentences(rows, about)
    except (OSError, KeyError, ValueError, IndexError):
        return []


def _sentences(rows: Sequence[Mapping[str, str]], about: Mapping[str, str]) -> list[str]:
    factor, what, label = float(about["factor"]), about["what"], about["label"]
    (answer,) = (row for row in rows if row["kind"] == LEAST)
    tried = sorted((row for row in rows if row["kind"] == VALUE), key=lambda row: _of(row, "value"))
    target = f"at most {about['share']} % wait over {about['weeks']} weeks"
    ends = f"{_many(tried[0], factor)} and {_many(tried[-1], factor)} {what}"
    found = _of(answer, "value")
    if math.isfinite(found):
        at = next(row for row in tried if _of(row, "value") == found)
        enough = f"{rounded(found / factor)} {what} at {label}"
        is_sure = not math.isnan(_of(answer, "high"))
        is_enough = "is enough" if is_sure else "may be enough, but that cannot be told"
        said = [
            f"{enough} {is_enough}: {target}, in {_held(at)}.",
            f"That is the least that was looked at, so fewer {what} may do too."
            if at is tried[0]
            else _likely(answer, factor, what),
        ]
        if not is_sure:
            said.append(
                "Chance alone could explain that it is so in as many. Ask for more futures, or "
                "look at a wider range."
            )
    elif math.isfinite(_of(answer, "low")):
        best = max(tried, key=lambda row: _of(row, "mean"))
        said = [
            f"It cannot be told whether anything between {ends} at {label} is enough so that "
            f"{target}. At best, with {_many(best, factor)}, it is so in {_held(best)}. That is "
            "too seldom, but chance alone could explain it.",
            "Ask for more futures, or look at a wider range.",
        ]
    else:
        best = max(tried, key=lambda row: _of(row, "mean"))
        said = [
            f"Nothing between {ends} at {label} is enough so that {target}. At best, with "
            f"{_many(best, factor)}, it is so in {_held(best)}.",
            "Look at a wider range, allow a larger share to wait, or change something else too.",
        ]
    today = next(row for row in rows if row["kind"] == TODAY)
    said.append(f"With {about['today']} {what}, as today, it is so in {_held(today)}.")
    if math.isfinite(found) and not any(row["kind"] == COST for row in rows):
        said.append("What it costs is not known: the scenario has no prices.")
    return said


def _likely(answer: Mapping[str, str], factor: float, what: str) -> str:
    low, high = _of(answer, "low"), _of(answer, "high")
    least = "fewer than was looked at" if math.isnan(low) else rounded(low / factor)
    most = "more than was looked at" if math.isnan(high) else rounded(high / factor)
    if least == most:
        return f"No other number of {what} that was tried is likely to be the answer."
    return f"The least that is enough is likely between {least} and {most} {what}."


def _held(row: Mapping[str, str]) -> str:
    futures = round(_of(row, "used"))
    return f"{round(_of(row, 'mean') * futures)} of {futures} possible futures"


def _many(row: Mapping[str, str], factor: float) -> str:
    return rounded(_of(row, "value") / factor)


def _of(row: Mapping[str, str], column: str) -> float:
    """Return a number of a row; NaN where the cell is empty."""
    return float(row[column]) if row[column] else math.nan
