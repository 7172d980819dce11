"""Does the answer turn? The verdicts of each labelled variant beside those of the scenario."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Section, Table
from sim.report.view import View, change_cell, quoted, two_lines
from sim.report.wording import NOT_KNOWN, counted, listed, sentence_case
from sim.studies.variants.turns import Turned, beside_central
from sim.studies.verdicts import in_words

HEADING = "Does the answer turn?"
CENTRAL = "The scenario itself"
ANOTHER, OPPOSITE = "≠", "⇄"
LEGEND = (
    f"{ANOTHER} The verdict is another than in the scenario itself. {OPPOSITE} It is the "
    "opposite: the difference goes the other way."
)
HOW = (
    "Each row below is the same comparison with a few values of the scenario set otherwise: the "
    "same ways of care, the same number of repeats, the same random numbers, and the same rule for "
    "what is too small to matter. Each row is judged by itself."
)
BORDER = (
    "A verdict near the border between two words may turn by chance. Look at the change and its "
    "range as well."
)
MOST_NAMED = 3


def turning_section(view: View) -> Section:
    """Return the section on variants; without blocks if the scenario has none, or one arm."""
    variants = view.study.scenario.variants
    if not variants or not view.others:
        return Section("turning", HEADING, [])
    blocks: list[Block] = [Paragraphs([not_run_words(view)])]
    if view.study.variants:
        blocks = [Paragraphs([HOW, LEGEND, BORDER]), *_tables(view), *_about(view)]
    return Section("turning", HEADING, blocks, new_page=True)


def not_run_words(view: View) -> str:
    """Return the sentences for a study whose variants were not run."""
    many = counted(len(view.study.scenario.variants), "variant")
    return (
        f"The scenario has {many} to try the answer by. They were not run, so it is not "
        "known whether the answer turns."
    )


def turning_words(view: View) -> list[str]:
    """Say in a sentence for each other arm whether and where its verdicts turn.

    The result is empty if the scenario has no variants, or if nothing is compared. If the variants
    were not run, it says so.
    """
    if not view.study.scenario.variants or not view.others:
        return []
    if not view.study.variants:
        return [not_run_words(view)]
    turned = [each for each in beside_central(view.study, view.family()) if each.turns]
    many = counted(len(view.study.variants), "variant")
    tried = f"We tried the answer in {many}, each with a few facts or rules changed."
    if not turned:
        return [f"{tried} Each verdict on the main numbers stays the same."]
    said = []
    for arm in view.others:
        mine = [each for each in turned if each.other.arm_a == arm]
        said.append(_of_arm(view, arm, mine))
    return [tried, *said]


def _of_arm(view: View, arm: str, turned: Sequence[Turned]) -> str:
    """Return a sentence on one arm: in how many variants a verdict is another or the opposite."""
    many, where = len(view.study.variants), quoted(view.label(arm))
    if not turned:
        return f"{where}: each verdict stays the same in all of them."
    variants = dict.fromkeys(each.label for each in turned)
    opposite = list(dict.fromkeys(each.label for each in turned if each.is_opposite))
    named = [quoted(each) for each in opposite[:MOST_NAMED]]
    more = len(opposite) - len(named)
    which = f": {listed([*named, *([f'{more} more'] if more else [])])}" if opposite else ""
    return (
        f"{where}: in {len(variants)} of {counted(many, 'variant')} a verdict is another, and in "
        f"{len(opposite) or 'none'} the opposite{which}."
    )


def _tables(view: View) -> list[Block]:
    """Return a heading and a table for each arm that is compared with the baseline."""
    measures = view.family()
    found = {
        (each.variant, each.other.arm_a, each.other.series.measure): each
        for each in beside_central(view.study, measures)
    }
    blocks: list[Block] = []
    for arm in view.others:
        look = view.look(arm)
        words = f"{view.label(arm)}, compared with {view.label(view.baseline)}"
        blocks.append(Heading(words, look.sign, look.colour))
        rows = [[CENTRAL, *(_central_cell(view, arm, measure) for measure in measures)]]
        for variant in view.study.variants:
            cells = [_cell(view, found.get((variant.name, arm, each))) for each in measures]
            rows.append([variant.label, *cells])
        columns = ["Variant", *(_heading(view, measure) for measure in measures)]
        caption = f"{HEADING} Verdict and change (95 % interval, unadjusted), {view.label(arm)}"
        blocks.append(Table(caption, columns, rows, words=range(1, len(columns))))
    return blocks


def _heading(view: View, measure: str) -> str:
    words = view.described(measure)
    unit = "" if words.unit == "share" else f" ({words.unit})"
    return f"{sentence_case(words.label)}{unit}"


def _central_cell(view: View, arm: str, measure: str) -> str:
    row = view.compared(arm, measure)
    if row is None:
        return NOT_KNOWN
    return f"{in_words(row.verdict, row.pairs)}\n{two_lines(change_cell(view.finding(row)))}"


def _cell(view: View, turned: Turned | None) -> str:
    """Return the verdict with a mark if it turns, and the change; not known if there is none."""
    if turned is None:
        return NOT_KNOWN
    mark = f"{OPPOSITE} " if turned.is_opposite else f"{ANOTHER} " if turned.turns else ""
    return (
        f"{mark}{in_words(turned.other.verdict, turned.other.pairs)}\n"
        f"{two_lines(change_cell(view.finding(turned.other)))}"
    )


def _about(view: View) -> list[Block]:
    """Return what each variant sets, in the words of the scenario and by path."""
    scenario = view.study.scenario
    told = []
    for name, variant in scenario.variants.items():
        described = f" {variant.description.strip()}" if variant.description.strip() else ""
        values = listed([f"{path}: {_shown(value)}" for path, value in variant.changes.items()])
        told.append(f"{variant.label} ({name}).{described} It sets {values}.")
    return [Heading("What each variant sets"), Bullets(told)]


def _shown(value: object) -> str:
    """Return a value as people write it, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_shown, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
