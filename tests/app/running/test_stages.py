"""What a run is doing is told in words, from what it has said and how far its runs are."""

import pytest

from sim.app.running.commands import Command, Size
from sim.app.running.stages import Piece, fault_of, stage
from sim.compiling.announcing import COMPILING
from sim.studies.store.status import Status

RUN = Command("area-0123456789ab", "run", "Area", (), Size(4, 404, 10.0, "100 futures"))
FIND = Command("find-0123456789ab", "find", "Least", (), Size(1, 400, 10.0, fewest=240, whole=800))
FIRST = "o/report.html is there without the 100 worlds, which follow."


def status(done: int, wanted: int, beside: int = 0) -> Status:
    return Status("Area", "fast", (), False, beside, wanted, done, 0, 0, 0.0, 1, 0)


@pytest.mark.parametrize(
    ("said", "found", "words"),
    [
        ("", None, "Starting, and reading the file"),
        ("Runs to make: 4.", None, "Getting ready"),
        (
            f"0 of 4 runs finished\n{COMPILING}",
            status(0, 4),
            "Compiling the simulator, once for each version on this machine",
        ),
        (f"{COMPILING}\n  50% compiled", status(0, 4), "machine: 50 % is done"),
        (
            f"{COMPILING}\n  50% compiled\n1 of 4 runs finished",
            status(1, 4),
            "Run 2 of 4, with the numbers as they are written; 100 futures follow",
        ),
        ("4 of 4 runs finished", status(4, 4), "Making the first page"),
        (f"4 of 4 runs finished\n{FIRST}", status(4, 4), "Getting ready: 100 futures"),
        (FIRST, status(99, 404), "Run 100 of 404, in possible futures"),
        (FIRST, status(404, 404), "Making the page, the tables and the brief"),
        (f"0 of 4 runs finished\n4 of 4 runs finished\n{FIRST}", None, "Making the page"),
    ],
)
def test_each_stage_of_a_run_is_named(said: str, found: Status | None, words: str) -> None:
    assert words in stage(RUN, said, found).words


def test_runs_are_counted_against_all_that_follow() -> None:
    now = stage(RUN, FIRST, status(2, 4))

    assert (now.done, now.most, now.piece) == (2, 404, Piece.FIRST)


def test_a_search_counts_the_runs_of_its_shortest_and_its_longest_way() -> None:
    now = stage(FIND, "", status(1, 1, beside=79))

    assert (now.words, now.done, now.most) == ("Run 81 of 240 to 400", 80, 400)
    assert stage(FIND, "", status(1, 1, beside=399)).words == "Making the page"
    every = stage(FIND, "", status(1, 1, beside=400))
    assert every.words == "Run 402: every value is tried, as more was not always better"
    assert every.most == 800


def test_the_fault_of_a_run_stands_without_what_was_said_beside_it() -> None:
    beside = f"Runs to make: 4.\n0 of 4 runs finished\n{COMPILING}\n  25% compiled\n{FIRST}\n"

    assert fault_of(beside) == ("", "")
    told = fault_of(f"{beside}No room is left.\n  Make room.\n")
    assert told == ("No room is left.", "Make room.")
