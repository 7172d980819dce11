"""Tidy tables, byte for byte."""

import csv
from pathlib import Path

from sim.tables.texts import write_comparison, write_csv, write_measures
from tests.tables.studies import study


def test_measures_have_one_row_for_each_run_group_and_measure(tmp_path: Path) -> None:
    write_measures(study(tmp_path).measures, tmp_path / "measures.csv")

    assert (tmp_path / "measures.csv").read_bytes().decode().split("\n") == [
        "arm,replication,group,measure,unit,value",
        "one_room,1,everyone,unmet_need_days,days,10.5",
        "one_room,1,north,unmet_need_days,days,1.0",
        "one_room,1,everyone,upc.person,share,0.1",
        "one_room,2,everyone,unmet_need_days,days,11.5",
        "one_room,2,north,unmet_need_days,days,2.0",
        "one_room,2,everyone,upc.person,share,",
        "two_rooms,1,everyone,unmet_need_days,days,8.5",
        "two_rooms,1,north,unmet_need_days,days,1.0",
        "two_rooms,1,everyone,upc.person,share,0.3",
        "two_rooms,2,everyone,unmet_need_days,days,0.3333333333333333",
        "two_rooms,2,north,unmet_need_days,days,2.0",
        "two_rooms,2,everyone,upc.person,share,0.7",
        "",
    ]


def test_the_comparison_has_its_columns_and_leaves_undefined_cells_empty(
    tmp_path: Path,
) -> None:
    write_comparison(study(tmp_path).comparisons, tmp_path / "comparison.csv")

    with (tmp_path / "comparison.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first) == [
        *("measure", "unit", "arm_a", "arm_b", "mean_a", "mean_b"),
        *("difference", "low", "high", "p_a_better", "verdict", "note"),
    ]
    assert (first["arm_a"], first["arm_b"]) == ("two_rooms", "one_room")
    assert float(first["difference"]) == float(first["mean_a"]) - float(first["mean_b"])
    assert float(first["low"]) < float(first["difference"]) < float(first["high"])
    assert first["p_a_better"] == "1.0"
    assert second["measure"] == "upc.person"
    assert (second["low"], second["high"], second["verdict"]) == ("", "", "cannot tell")


def test_words_with_commas_quotes_and_letters_of_any_language_survive(tmp_path: Path) -> None:
    words = ('Café, "north"', "two\nlines", "東")
    write_csv(("a", "b", "c"), [words], tmp_path / "t.csv")

    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(list(csv.reader(file))[1]) == words
    assert b"\r" not in (tmp_path / "t.csv").read_bytes()
