"""One place for each constant of the compiled engine, and one value for each name."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from sim.engines import fast
from sim.engines.fast.codes import Region
from sim.engines.fast.registry import PLACES_OF_TABLE, SIZE, At

ROOM = Path(fast.__file__).parent
FILES = sorted(ROOM.glob("*.py"))


def constants(file: Path) -> dict[str, str]:
    """The names in capitals that a file gives a value to, and the words of the value."""
    found: dict[str, str] = {}
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                names = [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]
                found |= {name: ast.unparse(statement.value) for name in names if name.isupper()}
    return found


def test_no_constant_has_two_places() -> None:
    places = defaultdict(list)
    for file in FILES:
        for name in constants(file):
            places[name].append(file.name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_members_of_enumerations_get_their_plain_numbers_in_one_file(file: Path) -> None:
    made = [name for name, value in constants(file).items() if value.startswith("int(")]
    assert not made or file.name == "constants.py"


def test_the_places_of_the_map_follow_each_other_without_a_gap() -> None:
    taken = [place for at in At for place in range(at, at + at.places)]
    assert taken == list(range(SIZE))


def test_the_tables_of_timers_stand_in_the_order_of_regions() -> None:
    for region in Region:
        place = At.TIMERS_PERSON + PLACES_OF_TABLE * region
        assert place == At[f"TIMERS_{region.name}"]


def test_a_single_number_is_no_table() -> None:
    with pytest.raises(ValueError, match="SEED is one number"):
        _ = At.SEED.rows
    with pytest.raises(ValueError, match="SEED is one number"):
        _ = At.SEED.dtype
