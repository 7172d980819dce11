"""A distribution in words has a name for each of its parameters."""

import pytest

from sim.laws import Shape
from sim.tables.laws import PARAMETERS, law_words
from tests.rules.rows import Row, distributions

LISTS = {Shape.TABLE, Shape.QUANTILES, Shape.MIXTURE}


def test_every_family_has_names_for_its_parameters() -> None:
    assert set(PARAMETERS) == set(Shape)


@pytest.mark.parametrize("shape", sorted(set(Shape) - LISTS), ids=lambda shape: shape.name)
def test_a_family_is_told_by_its_name_and_each_parameter(shape: Shape) -> None:
    words, _ = law_words(distributions(Row(shape, a=1, b=2, c=3)), 0)

    assert words.startswith(shape.name.lower())
    assert all(f"{name} " in words for name in PARAMETERS.get(shape, (f"no words for {shape}",)))
