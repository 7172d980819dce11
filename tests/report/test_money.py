"""The section on money: there only with prices, and a ratio only where it means something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from sim.laws import Floats
from sim.measures.words.gaps import UNMET_NEED
from sim.report.blocks import Paragraphs, Picture, Section, Table
from sim.report.money import money_section
from sim.report.money_words import Prices, spending_words
from sim.report.view import View
from sim.report.wording import MINUS
from sim.resolved import Resolved
from sim.studies.comparison import Rules, compare
from sim.studies.statistics.plane import plane
from sim.studies.study import EVERYONE, MeasureTable, Series, Study

UNIT = "£ 2023 per person-year"
NOISE = np.array([-2.0, 0.0, 2.0])
POUNDS = Prices("£", 2023)


def priced(arm: Resolved, **given: Sequence[float]) -> Resolved:
    """The arm with prices of the general practice, the team and the ward."""
    prices: dict[str, Any] = {name: np.array(each) for name, each in given.items()}
    return arm._replace(measuring=arm.measuring._replace(price_year=2023, **prices))


def study(made: Study, cost: ArrayLike, days: ArrayLike, **prices: Sequence[float]) -> Study:
    """The small study with prices, and with these differences in cost and days between its arms."""
    series = (Series(EVERYONE, "cost", UNIT), Series(EVERYONE, UNMET_NEED, "days per person-year"))
    first = np.stack([1_000 + NOISE, 60 + NOISE[::-1]], axis=1)
    other = first + np.stack([np.array(cost), np.array(days)], axis=1)
    table = MeasureTable(made.settings.arms, series, np.stack([first, other]))
    prices = prices or {"contact_cost": [40, np.nan, np.nan], "place_day_cost": [np.nan, 9, 450]}
    return replace(
        made,
        measures=table,
        comparisons=compare(table, made.settings.baseline, Rules(direction=lambda _: "lower")),
        resolved={name: priced(arm, **prices) for name, arm in made.resolved.items()},
    )


def said(section: Section) -> str:
    texts = [
        text for block in section.blocks if isinstance(block, Paragraphs) for text in block.texts
    ]
    return " ".join(texts)


def test_without_prices_there_is_no_section(small_study: Study) -> None:
    assert not money_section(View(small_study)).blocks


def test_costs_stand_in_a_table_and_a_picture_with_axes_in_words(small_study: Study) -> None:
    section = money_section(View(study(small_study, 100 + NOISE, -5 + NOISE[[1, 0, 2]] / 10)))

    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert table.rows[0][0] == "Cost of care"
    assert table.rows[0][1:3] == ["1,000", "1,100"]
    (picture,) = [block for block in section.blocks if isinstance(block, Picture)]
    axes = picture.figure.axes[0]
    assert "Days in need without help avoided" in axes.get_xlabel()
    assert "£ 2023 for each person and year" in axes.get_ylabel().replace("\n", " ")
    assert "Each day without help that was avoided cost £20 (95 % interval: £" in said(section)
    assert "it cost more, with fewer days in need without help in 3." in said(section)


def test_a_way_of_care_that_is_cheaper_and_better_has_no_ratio(small_study: Study) -> None:
    words = said(money_section(View(study(small_study, -100 + NOISE, -5 + NOISE[::-1] / 10))))

    assert "“One lasting worker” cost less than “Handed on” and had fewer days in need" in words
    assert "not meaningful here: it is both cheaper and better." in words
    assert "Each day without help that was avoided cost" not in words


def test_services_without_a_price_are_named_and_nothing_is_compared(small_study: Study) -> None:
    made = study(
        small_study,
        [np.nan] * 3,
        [-5.0] * 3,
        contact_cost=[40, np.nan, 3],
        place_day_cost=[np.nan] * 3,
    )
    section = money_section(View(made))

    assert "No price is given for Community team." in said(section)
    assert "So the whole cost is not known here, and is not compared." in said(section)
    assert not any(isinstance(block, Picture) for block in section.blocks)


def test_contacts_priced_beside_posts_are_pointed_out(small_study: Study) -> None:
    made = study(
        small_study,
        100 + NOISE,
        -5 + NOISE,
        contact_cost=[40, 3, np.nan],
        place_day_cost=[np.nan, np.nan, 450],
        post_year_cost=[np.nan, 52_000, np.nan],
    )
    words = said(money_section(View(made)))

    assert "Community team: posts and contacts both have a price." in words
    assert "Posts cost the same whether somebody is in them or not" in words
    assert "No price is given" not in words


@pytest.mark.parametrize(
    ("cost", "gain", "words"),
    [
        (NOISE * 50, 5 + NOISE[::-1] / 10, "the cost may not differ"),
        (100 + NOISE, NOISE[::-1], "the days may not differ"),
        (NOISE * 0, 5 + NOISE[::-1] / 10, "the cost does not differ"),
        (100 + NOISE, NOISE * 0, "the days do not differ"),
        (100 + NOISE, -5 + NOISE[::-1] / 10, "it is both dearer and worse"),
        (-100 + NOISE, -5 + NOISE[::-1] / 10, "£20 (95 % interval: "),
    ],
)
def test_the_reason_is_given_where_a_ratio_would_mislead(
    cost: Floats, gain: Floats, words: str
) -> None:
    assert words in spending_words(plane(cost, gain), "New", "Old", POUNDS)


def test_amounts_have_the_sign_of_the_currency_before_them() -> None:
    assert POUNDS.amount(-1_234.4) == f"{MINUS}£1,234"
    assert Prices("EUR", 2023).amount(7.5) == "EUR 7.5"
