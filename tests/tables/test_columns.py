"""A table of columns is written cell by cell as it stands, however often its words occur."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.tables.columns import OFTEN, Form, Words, table_writer

WORDS = st.lists(
    st.one_of(st.none(), st.sampled_from(["", "it's", 'say "so"', "a,b", "ä", "two\nlines"])),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("form", ["csv", "parquet"])
@settings(max_examples=20, deadline=None)
@given(WORDS, st.sampled_from([1, 8 * OFTEN]), st.integers(0, 2**32 - 1))
def test_words_are_read_as_they_were_given_whether_they_occur_once_or_often(
    form: Form, words: list[str | None], times: int, seed: int
) -> None:
    positions = np.random.default_rng(seed).integers(-1, len(words), len(words) * times, np.int16)
    column = Words(positions, words)
    with tempfile.TemporaryDirectory() as folder, table_writer() as write:
        path = Path(folder) / f"table.{form}"

        types = write({"number": positions, "word": column}, path, form)

        found = duckdb.execute(f"SELECT word FROM {reading(path, form)}").fetchall()
    assert types == {"number": "SMALLINT", "word": "VARCHAR"}
    assert [word for (word,) in found] == column.tolist()


def reading(path: Path, form: Form) -> str:
    """The SQL that reads a table with its types; an empty word of a CSV is written in quotes."""
    if form == "parquet":
        return f"read_parquet('{path}')"
    columns = "{'number': 'SMALLINT', 'word': 'VARCHAR'}"
    return f"read_csv('{path}', header = true, columns = {columns}, allow_quoted_nulls = false)"
