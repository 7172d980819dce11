"""Write the report section on money; it is there only if the scenario gives prices."""

from __future__ import annotations

import math

from sim.charts import plane as picture
from sim.measures.words.form import of_service
from sim.measures.words.service import COST, COST_CONTACTS, COST_PLACE_DAYS, COST_POSTS
from sim.network.prices import price_words, unpriced
from sim.report.blocks import Block, Heading, Paragraphs, Picture, Section, Table
from sim.report.money_words import DAYS, Prices, quadrant_words, spending_words
from sim.report.opening import difference_table, heading
from sim.report.view import View, quoted
from sim.report.wording import number, sentence_case
from sim.rules.prices import priced
from sim.studies.money import Spending, spending

BY_KIND = (COST, COST_CONTACTS, COST_PLACE_DAYS, COST_POSTS)
POSTS_COUNT = (
    "Posts cost the same whether somebody is in them or not, as long as the service has them."
)
CHANCE_ALONE = (
    "The ranges and the points show chance within the model. They do not show how unsure the "
    "prices and the other numbers of the scenario are."
)
HOW_TO_READ = (
    "Each small mark is one repeat of both ways of care with the same random numbers; the large "
    "mark is the mean. To the right of the upright line there are fewer days in need without "
    "help. Below the level line it costs less."
)


def money_section(view: View) -> Section:
    """Return the section on money; it has no blocks if no arm has a price."""
    if not any(priced(arm.measuring).any.any() for arm in view.study.resolved.values()):
        return Section("money", "Money", [])
    measuring = view.resolved.measuring
    prices = Prices(measuring.currency, measuring.price_year)
    blocks: list[Block] = [Paragraphs(about_prices(view, prices))]
    measures = cost_measures(view)
    if not view.others:
        blocks.append(cost_table(view, measures, prices))
    for arm in view.others:
        if len(view.others) > 1:
            blocks.append(heading(view, arm))
        blocks.append(difference_table(view, arm, view.findings(arm, measures)))
    found = spending(view.study)
    if found:
        blocks += plane_blocks(view, found, prices)
    return Section("money", "Money", blocks, new_page=True)


def about_prices(view: View, prices: Prices) -> list[str]:
    """Return sentences on where prices come from, and what they leave out or count twice."""
    arms = view.study.resolved
    said = [
        f"Prices are those of {prices.year}, as the scenario gives them; none is built in. Costs "
        "are for each person and year."
    ]
    if any(priced(arm.measuring).posts.any() for arm in arms.values()):
        said.append(POSTS_COUNT)
    labels = view.service_labels
    lines = [words for arm in arms.values() for words in price_words(arm, labels.__getitem__)]
    without = any(map(unpriced, arms.values()))
    if without and not all(map(math.isfinite, view.means(COST))):
        lines.append("So the whole cost is not known here, and is not compared.")
    return [" ".join(said), *dict.fromkeys(lines)]


def cost_measures(view: View) -> list[str]:
    """Return the measures of cost that are known: the whole, each kind, and each service."""
    services = [of_service(COST, service) for service in view.service_labels]
    return [measure for measure in (*BY_KIND, *services) if view.tells(measure)]


def cost_table(view: View, measures: list[str], prices: Prices) -> Table:
    """Return a table of the costs of each arm, for a study that compares nothing."""
    rows = [
        [sentence_case(view.described(measure).label), *map(number, view.means(measure))]
        for measure in measures
    ]
    caption = f"What care costs, {prices.unit} for each person and year"
    return Table(caption, ["What is paid for", *view.labels], rows)


def plane_blocks(view: View, found: list[Spending], prices: Prices) -> list[Block]:
    """Return what each arm costs for the days it avoids, in words and as a picture."""
    blocks: list[Block] = [Heading(f"Cost and {DAYS}")]
    there = quoted(view.label(view.baseline))
    said = []
    for each in found:
        here = quoted(view.label(each.arm))
        words = spending_words(each.plane, here, there, prices)
        blocks.append(Paragraphs([f"{words} {quadrant_words(each.plane, here)}"]))
        said.append(words)
    points = [
        picture.Points(view.label(each.arm), each.avoided, each.costs, view.look(each.arm))
        for each in found
    ]
    blocks.append(
        Picture(
            name="money",
            title=f"What is paid, and the {DAYS} that are avoided",
            figure=picture.draw(
                points,
                f"{sentence_case(DAYS)} avoided, compared with {there}, for each person and year",
                f"Cost compared with {there}, {prices.unit} for each person and year",
            ),
            alternative=f"Points on a plane of cost and days avoided. {' '.join(said)}",
            how_to_read=HOW_TO_READ,
        )
    )
    return [*blocks, Paragraphs([CHANCE_ALONE], "quiet")]
