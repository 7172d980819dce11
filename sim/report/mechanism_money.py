"""Show what each change between two arms costs for the days without help that it avoids."""

from __future__ import annotations

from sim.report.blocks import Block, Heading, Paragraphs, Table
from sim.report.change_names import in_a_list
from sim.report.money_words import DAYS, Prices, difference_words, per_day_cell
from sim.report.wording import number, sentence_case
from sim.studies.analyses.mechanisms import MechanismsAsked
from sim.studies.money import spending_of_changes
from sim.studies.statistics.mechanisms import Mechanisms
from sim.studies.statistics.plane import Plane, Way

COLUMNS = ["Change", "Cost", f"{sentence_case(DAYS)}", "For each day avoided"]


def money_blocks(asked: MechanismsAsked, found: Mechanisms) -> list[Block]:
    """Return a table of cost and days by change; nothing unless both were outcomes.

    Changes for which a cost for each day avoided is meaningful come first, the cheapest first.
    """
    planes = spending_of_changes(asked.outcomes, found)
    if not planes:
        return []
    scenario = asked.base.scenario
    prices = Prices(scenario.currency, scenario.price_year or 0)
    rows = [
        [
            sentence_case(in_a_list(asked, change)),
            difference_words(each.cost, prices.amount, ("less", "more")),
            difference_words(each.gain, number, ("more", "fewer")),
            per_day_cell(each, prices),
        ]
        for change, each in sorted(planes.items(), key=_order)
    ]
    caption = f"What each change does for its money, {prices.unit} for each person and year"
    return [
        Heading("Effect for the money"),
        Paragraphs(
            [
                "Each change has its part of the difference in cost and its part of the "
                f"difference in {DAYS}, worked out in the same repeats. A cost for each day "
                "avoided is given only where both differ clearly."
            ]
        ),
        Table(caption, COLUMNS, rows, words=(1, 2, 3)),
    ]


def _order(item: tuple[str, Plane]) -> tuple[int, float]:
    """Cheaper and better first, then by the cost of each day avoided, then all others."""
    found = item[1]
    if found.dearer in (Way.LESS, Way.SAME) and found.better is Way.MORE:
        return 0, found.cost.mean
    if found.dearer is Way.MORE and found.better is Way.MORE:
        return 1, found.ratio
    return 2, 0.0
