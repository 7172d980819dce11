"""Make the turning table of `scenarios/README.md` from the results of a run with its variants.

sim run scenarios/cen_community.yaml --out RESULTS
python -m tests.scenarios.turning RESULTS
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.measures.catalogue import BUILT_IN
from sim.report.plain import plainly
from sim.report.turning import ANOTHER, LEGEND, OPPOSITE
from sim.report.wording import counted, sentence_case, signed
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.study import Verdict
from sim.tables.variants import VARIANT_COLUMNS
from tests.docs.making import remade, table
from tests.docs.pages import HOUSE

PAGE = HOUSE / "scenarios" / "README.md"
FILE = HOUSE / "scenarios" / "cen_community.yaml"
NAME = "turning"
ITSELF = "*the scenario itself: 3 years*"
HUNDRED = 100
SHORT = {Verdict.TOO_SMALL.value: "small"}
"""Verdicts that are shortened in cells, because they are many."""


class Cell(NamedTuple):
    """One verdict with the difference of the means."""

    verdict: str
    difference: str  # as in the file of results; empty where there is none
    share: bool  # its unit is a share, which is said in points
    mark: str = ""

    @property
    def text(self) -> str:
        """The verdict, in bold with a mark where it turns, and the difference."""
        verdict = SHORT.get(self.verdict, self.verdict)
        words = f"**{self.mark} {verdict}**" if self.mark else verdict
        if not self.difference:
            return words
        size = float(self.difference) * (HUNDRED if self.share else 1)
        return f"{words} ({signed(size)}{' points' if self.share else ''})"


class Results(NamedTuple):
    """What a run with variants found: rows of two of its files, and how it was made."""

    central: list[dict[str, str]]  # of `comparison.csv`
    variants: list[dict[str, str]]  # of `variants.csv`
    replications: int
    seed: int

    @classmethod
    def of(cls, folder: Path) -> Results:
        """Read a folder of results; raise ValueError if its variants were not run."""
        if not (folder / "variants.csv").exists():
            raise ValueError(f"{folder} has no variants.csv: run without --no-variants")
        made = json.loads((folder / "manifest.json").read_text("utf-8"))
        central, variants = (rows(folder / f"{name}.csv") for name in ("comparison", "variants"))
        assert tuple(variants[0]) == VARIANT_COLUMNS
        return cls(central, variants, made["settings"]["replications"], made["settings"]["seed"])

    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """Every verdict by variant (empty for the scenario itself), arm and measure."""
        marks = {"no": "", "yes": ANOTHER, "opposite": OPPOSITE}
        found = {("", row["arm_a"], row["measure"]): cell(row, "") for row in self.central}
        return found | {
            (row["variant"], row["arm"], row["measure"]): cell(row, marks[row["turns"]])
            for row in self.variants
        }


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file of results."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(row: dict[str, str], mark: str) -> Cell:
    """The verdict of one row."""
    return Cell(row["verdict"], row["difference"], row["unit"] == "share", mark)


def heads(scenario: Scenario) -> list[str]:
    """The heads of the columns: the headline measures in plain words."""
    names = resolve(scenario, scenario.baseline, to_run=False).names
    labels = {name: scenario.label_of(name) for name in scenario.services}
    found = []
    for measure in scenario.judged:
        words = BUILT_IN.describe(measure, names)
        found.append(plainly(measure, words.label, words.unit, labels).label)
    return ["variant", *found]


def labels(scenario: Scenario) -> list[str]:
    """The first cells of the rows, in order."""
    return [ITSELF, *(variant.label for variant in scenario.variants.values())]


def others(scenario: Scenario) -> list[str]:
    """The arms that are compared with the baseline."""
    return [arm for arm in scenario.arm_names if arm != scenario.baseline]


def title(scenario: Scenario, arm: str) -> str:
    """What stands above the table of an arm."""
    one, other = (scenario.arms[name].label for name in (arm, scenario.baseline))
    return f"*{one}*, compared with *{other}*:"


def made_of(scenario: Scenario, replications: int, seed: int) -> str:
    """The line that says what was run, by which plan."""
    plan = scenario.analysis_plan
    assert plan is not None
    return (
        f"{counted(replications, 'replication')}, seed {seed}; analysis plan `{plan.digest}`, "
        f"written {plan.written}. Means of paired differences; *small* is a difference that is "
        f"too small to matter. {LEGEND}"
    )


def text_of(scenario: Scenario, found: Results) -> str:
    """The line on the runs, and a table for each arm."""
    cells = found.cells()
    parts = [made_of(scenario, found.replications, found.seed)]
    for arm in others(scenario):
        lines = [
            [label, *(cells[name, arm, measure].text for measure in scenario.judged)]
            for name, label in zip(["", *scenario.variants], labels(scenario), strict=True)
        ]
        parts += [title(scenario, arm), table(heads(scenario), *lines)]
    return "\n\n".join(parts)


def turned_words(scenario: Scenario, cells: dict[tuple[str, str, str], Cell]) -> Iterator[str]:
    """For each arm: in how many variants a verdict on each measure is another or the opposite."""
    for arm in others(scenario):
        for head, measure in zip(heads(scenario)[1:], scenario.judged, strict=True):
            marks = [cells[name, arm, measure].mark for name in scenario.variants]
            another, opposite = sum(map(bool, marks)), marks.count(OPPOSITE)
            label = scenario.arms[arm].label
            yield f"{label}: {sentence_case(head)}: {another} another, {opposite} the opposite"


def main(arguments: Sequence[str] = ()) -> None:
    """Write the table into the page, and print in how many variants each verdict turns."""
    (folder,) = arguments or sys.argv[1:]
    scenario, found = load(FILE), Results.of(Path(folder))
    text = remade(PAGE, NAME, lambda: text_of(scenario, found))
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(turned_words(scenario, found.cells())))


if __name__ == "__main__":
    main()
