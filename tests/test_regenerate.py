"""What `python -m tests.regenerate` writes is what stands there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.making import MADE, REFERENCE, remade
from tests.engines.fast import making_constants
from tests.regenerate import SCHEMA


def test_the_schema_that_is_printed_is_the_published_one_to_the_byte() -> None:
    command = [sys.executable, "-m", "sim", "schema"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout

    assert printed.replace(b"\r\n", b"\n") == SCHEMA.read_bytes().replace(b"\r\n", b"\n")


def test_the_constants_of_the_compiled_engine_are_those_it_asks_for() -> None:
    assert making_constants.FILE.read_text(encoding="utf-8") == making_constants.text()


@pytest.mark.parametrize(("page", "name"), MADE)
def test_a_table_of_a_page_says_what_the_code_says(page: str, name: str) -> None:
    file = REFERENCE / page
    assert file.read_text(encoding="utf-8") == remade(file, name, MADE[page, name])


def test_a_page_without_the_place_of_its_table_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("No table here.", encoding="utf-8")
    with pytest.raises(ValueError, match="0 places for the table endings"):
        remade(page, "endings", str)
