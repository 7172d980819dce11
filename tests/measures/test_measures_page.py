"""The page about measures names every measure, and only measures that exist."""

import re
from pathlib import Path

from sim.measures.catalogue import MEASURES, describe
from sim.measures.continuity import LEVELS
from sim.measures.cover_state import Cause
from sim.measures.equity import OUTCOMES
from sim.measures.words.access import WEEKS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "measures.md"
TEXT = PAGE.read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([^`]+)`", TEXT))


def test_the_page_names_every_measure_by_its_first_part() -> None:
    named = {word.split(".")[0] for word in WORDS}

    first = {name.split(".")[0] for name in MEASURES}
    assert first - named == set()


def test_the_page_names_every_cause_in_their_order() -> None:
    listed = re.findall(r"^\| (\d) \| `(\w+)`", TEXT, flags=re.MULTILINE)

    assert listed == [(str(cause.value), cause.name.lower()) for cause in Cause]


def test_the_page_names_every_outcome_that_groups_are_compared_on() -> None:
    equity = TEXT.partition("## Equity")[2].partition(":")[0]
    assert tuple(re.findall(r"`([^`]+)`", equity)) == OUTCOMES


def test_the_page_names_shares_and_levels_as_they_are() -> None:
    assert {f".over_{weeks}_weeks" for weeks in WEEKS} <= WORDS
    assert {f"upc.{level}" for level in LEVELS} <= WORDS


def test_whole_names_on_the_page_are_measures_or_begin_some() -> None:
    parts = {
        "{service}": "gp",
        "{need}": "distress",
        "{days}": "60",
        "{weeks}": "18",
        "{cause}": Cause.WAITING_LIST.name.lower(),
        "{level}": LEVELS[0],
        "{first}": "20270401",
        "{last}": "20280331",
        "{measure}": OUTCOMES[0],
    }
    first = {name.split(".")[0] for name in MEASURES}
    for word in WORDS:
        if word.split(".")[0] not in first:
            continue
        name = word
        for part, example in parts.items():
            name = name.replace(part, example)
        begins = any(known.startswith(f"{name}.") for known in MEASURES)
        assert begins or describe(name).label, word
