"""Hostile inputs of every kind, as many as fit into a test: see `tests.hostile.fuzz` for more."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import answers, byte_mutations, tree_mutations
from tests.hostile.bases import scenarios, studies
from tests.hostile.calling import Answer
from tests.hostile.kinds import KINDS, order
from tests.hostile.trees import Block, block, copied, flow, read

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in copies made so")
MUTANTS = 150


@POSIX
def test_hostile_inputs_are_answered_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hostile.fuzz", "--mutants", str(MUTANTS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    tried = subprocess.run(
        [*command, "--seed", "1", "--kept", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )

    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert f"{MUTANTS:,}" in tried.stdout.splitlines()[-2]
    assert not list(tmp_path.iterdir())


def test_sound_trees_are_the_same_when_written_down_and_read_again() -> None:
    for tree in (*scenarios().values(), *studies()):
        assert read(block(tree)) == tree
        assert read(flow(tree)) == tree


def test_the_same_number_makes_the_same_mutant_and_leaves_the_sound_tree_alone() -> None:
    tree = scenarios()["everything"]
    sound = block(tree)
    made = []
    for _ in range(2):
        changed: Block = copied(tree)
        tree_mutations.mutated(random.Random("1 5"), changed)
        made.append(block(changed))

    assert made[0] == made[1] != sound
    assert block(tree) == sound
    once, again = (byte_mutations.mutated(random.Random(3), b"title: x\n") for _ in range(2))
    assert once == again


def test_every_kind_has_its_turn() -> None:
    kinds = order(random.Random(1))
    assert {next(kinds) for _ in range(MUTANTS)} == set(KINDS)


SHOWN = answers.HOST[0]
BAD = {
    "a traceback": Answer(("check",), 2, "", "x.yaml:1:1: y\nTraceback", 1, 1),
    "our own fault": Answer(("check",), 1, "", "This is a fault in the program, not …", 1, 1),
    "a signal": Answer(("check",), -11, "", "", 1, 1),
    "no place": Answer(("check",), 2, "", "Something is wrong\n", 1, 1),
    "nothing said": Answer(("run",), 2, "", "", 1, 1),
    "where it is installed": Answer(("check",), 2, "", f"x.yaml:1:1: {SHOWN}/a.py\n", 1, 1),
    "a character": Answer(("check",), 2, "", "x.yaml:1:1: \x1b[2J\n", 1, 1),
    "no number": Answer(("check",), 0, "needs nan hours", "", 1, 1),
    "long": Answer(("check",), 0, "", "", 1_000, 1),
    "much memory": Answer(("check",), 0, "", "", 1, 10**12),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_answer_is_found_bad(tmp_path: Path, what: str) -> None:
    assert list(answers.problems(BAD[what], tmp_path, frozenset({0, 2})))


def test_a_good_answer_is_found_good(tmp_path: Path) -> None:
    good = Answer(("check",), 2, "", "x.yaml:1:1: title\n  is missing.\n", 1, 1)
    assert not list(answers.problems(good, tmp_path, frozenset({0, 2})))


@pytest.mark.parametrize("value", ["nan", "inf", "", "one"])
def test_a_table_in_which_a_number_is_none_is_found(tmp_path: Path, value: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "measures.csv").write_text(f"measure,value\ncontacts,{value}\n")
    good = Answer(("run",), 0, "out/report.html\n", "", 1, 1)
    assert bool(list(answers.problems(good, tmp_path, frozenset({0})))) == bool(value)


def test_what_is_left_half_written_is_found(tmp_path: Path) -> None:
    (tmp_path / ".measures.csv.0123456789ab.part").touch()
    good = Answer(("run",), 0, "out/report.html\n", "", 1, 1)
    assert list(answers.problems(good, tmp_path, frozenset({0})))
