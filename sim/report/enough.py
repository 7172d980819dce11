"""Say whether a sweep had enough replications to know its differences as exactly as required."""

from __future__ import annotations

from collections.abc import Callable

from sim.report.blocks import Bullets, Paragraphs, Section
from sim.report.study_words import reached_in_words
from sim.report.wording import sentence_case
from sim.resolved import Names
from sim.studies.sweeps.results import Outcomes


def enough_sections(
    outcomes: Outcomes, names: Names, label_of: Callable[[str], str]
) -> list[Section]:
    """Return one section if a required precision decided the replications; otherwise none."""
    asked = outcomes.asked
    if asked.precision is None:
        return []
    base, targets = asked.base, asked.precision.targets(asked.base)
    points = []
    for position, (arm, target) in enumerate(targets):
        words = base.catalogue.describe(base.outcomes[target.outcome.measure], names)
        answers = [each.answers[position] for each in outcomes.precision]
        label = f"{sentence_case(words.label)} ({label_of(arm)} minus {label_of(base.baseline)})"
        points.append(reached_in_words(answers, asked.precision.rule.ceiling, label))
    rule = asked.precision.rule
    said = (
        f"Each setting was repeated until these differences were known well enough, at least "
        f"{rule.floor} times and at most {rule.ceiling}. Here it took "
        f"{outcomes.repeats} repeats."
    )
    return [Section("enough", "How many repeats it took", [Paragraphs([said]), Bullets(points)])]
