"""Facts on what a scenario asks: question, arms, outputs, runs, targets, and what is varied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.measures.catalogue import describe
from sim.report.describing.markdown import bullets, code, paragraphs, plain, table
from sim.report.describing.subject import Subject
from sim.report.grounds import KINDS, range_of
from sim.report.wording import counted
from sim.scenario.arms import Arm
from sim.scenario.labelled import LabelledVariant
from sim.scenario.quantities import as_text
from sim.scenario.targets import TargetRole

BETTER = {"lower": "lower", "higher": "higher", None: "neither"}


def question(subject: Subject) -> Iterator[str]:
    """Say what the file asks and says about itself."""
    scenario = subject.scenario
    if scenario.question:
        yield f"Question of the file: {plain(scenario.question)}"
    yield from paragraphs(scenario.about)


def involvement(subject: Subject) -> Iterator[str]:
    """Say who was involved in making the file."""
    said = subject.scenario.involvement
    yield f"Who was involved: {plain(said or 'the file does not say')}"


def outputs(subject: Subject) -> Iterator[str]:
    """Define the measures that are judged together, and say when they are computed."""
    scenario, names = subject.scenario, subject.names
    run = scenario.run
    yield (
        "Measures are computed from the event log, in the window from "
        f"{plain(run.warm_up)} to {plain(run.length)} after minute 0, for each replication."
    )
    rows = []
    for name in scenario.judged:
        said = describe(name, names)
        unit = said.unit.replace("{money}", scenario.currency)
        least = scenario.smallest_difference.get(name)
        rows.append(
            [
                code(name),
                *map(plain, (said.label, unit, BETTER[said.direction])),
                "any" if least is None else plain(f"{least:g}"),
                plain(said.definition),
            ]
        )
    columns = ("Measure", "Label", "Unit", "Better", "Smallest that matters", "Definition")
    yield table(columns, rows) or (
        "The file names no measures that are judged together. All measures are defined in "
        "docs/reference/measures.md of the program."
    )


def arms(subject: Subject) -> Iterator[str]:
    """List the arms."""
    scenario = subject.scenario
    yield _described("Arm", scenario.arms)
    if len(scenario.arms) > 1:
        yield (
            f"The arms are compared with {code(scenario.baseline)}: the same people, with the same "
            "random numbers, replication by replication."
        )


def _described(what: str, entries: Mapping[str, Arm | LabelledVariant]) -> str:
    rows = [
        [code(name), plain(each.label), plain(each.description)] for name, each in entries.items()
    ]
    return table((what, "Label", "Description"), rows)


def variants(subject: Subject) -> Iterator[str]:
    """List the variants and the structures, under which every arm is run as well."""
    scenario = subject.scenario
    if scenario.variants:
        yield "Every arm is run under each of these variants as well:"
        yield _described("Variant", scenario.variants)
    if scenario.structures:
        yield f"Structures that differ between worlds: {', '.join(map(code, scenario.structures))}."


def plan(subject: Subject) -> Iterator[str]:
    """Say whether the analysis was planned beforehand."""
    fixed = subject.scenario.analysis_plan
    if fixed is None:
        yield "The file has no analysis plan."
        return
    written = "" if fixed.written is None else f", written on {fixed.written}"
    yield f"The file has an analysis plan (digest `{fixed.digest}`{written}). {plain(fixed.note)}"


def start(subject: Subject) -> Iterator[str]:
    """Say how a run begins, and what is warm-up."""
    scenario = subject.scenario
    first, run = scenario.people.start, scenario.run
    if first.from_table is not None:
        yield f"At minute 0 people are where the table {code(first.from_table.file)} has them."
    elif first.full is not None:
        yield "At minute 0 services are full."
    else:
        yield "At minute 0 services are empty."
    yield f"People at minute 0, beside those of a table: {plain(scenario.people.cohort.written)}."
    yield f"Warm-up, which is not measured: {plain(run.warm_up)}."
    if run.change is not None:
        yield (
            f"Until {plain(run.change)} after minute 0 all arms follow the rules of "
            f"{code(scenario.history)}; from then on each follows its own."
        )


def run_length(subject: Subject) -> Iterator[str]:
    """Say how long a run is."""
    run = subject.scenario.run
    begins = "Runs have no calendar dates." if run.begins is None else f"Minute 0: {run.begins}."
    yield f"A run lasts {plain(run.length)}, warm-up included; the unit of time is the minute."
    yield begins


def estimation(subject: Subject) -> Iterator[str]:
    """Say how often arms are run, and how results are estimated."""
    scenario = subject.scenario
    repeats = counted(scenario.run.replications, "independent replication")
    yield f"The model is stochastic. Each arm is run in {repeats}."
    if len(scenario.arms) > 1 and scenario.run.replications > 1:
        yield "Differences between arms are differences within replications, with 95 % intervals."
    ranged = len({path for _, path, each in subject.numbers() if getattr(each, "has_range", False)})
    if len(scenario.arms) == 1:
        return
    if scenario.worlds is not None:
        yield "Worlds are taken whole from the rows of a table, in place of draws."
    if ranged:
        yield (
            f"Numbers of the file that have a range: {ranged}. `sim run` makes worlds in which "
            "they have other values, and runs every arm in each. A range without a distribution "
            "of its own is read as the middle 90 %."
        )


def targets_of(subject: Subject, role: TargetRole) -> str:
    """Return a table of the figures of today with a role; "" if there are none."""
    rows = [
        [
            code(name),
            code(each.measure),
            plain(each.group),
            plain(as_text(each.value)),
            plain(range_of(each)),
            plain(KINDS[subject.scenario.sources[each.source].kind]),
            code(each.source),
        ]
        for name, each in subject.scenario.targets.items()
        if each.role == role
    ]
    columns = ("Target", "Measure", "Of whom", "Value", "Agrees with it", "Kind", "Source")
    return table(columns, rows)


def fitted(subject: Subject) -> Iterator[str]:
    """List the figures that numbers were chosen to meet, and the numbers that were chosen."""
    yield targets_of(subject, "fit") or "The file has no target with the role `fit`."
    sources = subject.scenario.sources
    chosen = {path for _, path, each in subject.numbers() if sources[each.source].kind == "fitted"}
    if chosen:
        yield "Numbers that were chosen to meet targets:"
        yield bullets(map(code, sorted(chosen)))


def checked(subject: Subject) -> Iterator[str]:
    """List the figures that no number was chosen to meet."""
    yield targets_of(subject, "check") or "The file has no target with the role `check`."


def patterns(subject: Subject) -> Iterator[str]:
    """List all figures of today with which results are compared."""
    found = [targets_of(subject, role) for role in ("fit", "check")]
    if not any(found):
        yield "The file names no figures of today to compare results with."
        return
    for words, rows in zip(
        ("Numbers were chosen to meet", "Kept for checking"), found, strict=True
    ):
        if rows:
            yield f"{words}:"
            yield rows
