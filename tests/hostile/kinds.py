"""The kinds of mutants: what is changed, which commands are then given, what they may answer."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sim.studies.files.seals import sealed_bytes
from tests.hostile import byte_mutations, tree_mutations
from tests.hostile.bases import DESIGN, START, STUDIED, TABLE_STUDY, TESTS, scenarios, studies
from tests.hostile.trees import Block, block, copied, flow, put, read_file, taken

SMALL = 10_000_000
FINE, REFUSED = frozenset({0}), frozenset({2})
EITHER = FINE | REFUSED
RUN = ("run", "file.yaml", "--out", "out", "--workers", "1", "--quiet", "--worlds", "0")
SWEEP = ("sweep", "study.yaml", "--out", "out", "--workers", "1", "--quiet", "--max-runs", "200")


class Command(NamedTuple):
    """One command to give, and what it may answer."""

    words: tuple[str, ...]
    codes: frozenset[int] = EITHER
    only_after: int | None = (
        None  # the exit code of the command before without which it is left out
    )
    if_short: bool = False  # only where the check before it says that runs take a moment
    same_as: Path | None = None  # the folder whose outcomes it has to give, byte for byte


class Mutant(NamedTuple):
    """What was changed, and what is then asked."""

    changes: list[str]
    commands: tuple[Command, ...]


class Finished(NamedTuple):
    """Folders with finished studies, to be damaged."""

    of_run: Path
    of_sweep: Path


Make = Callable[[random.Random, Path, Finished], Mutant]


def scenario(random_: random.Random, folder: Path, _finished: Finished) -> Mutant:
    """A scenario with one to three changes of its tree or, in one of five, of its bytes."""
    name = random_.choice([*scenarios(), "everything", "example", "example_base"])
    shutil.copy(TESTS / "scenario" / "example_base.yaml", folder)
    path = folder / "file.yaml"
    if name == "example_base":
        path.write_text(block(scenarios()["example"]), encoding="utf-8")
        path = folder / "example_base.yaml"
        changes = _write(random_, read_file(path), path)
    else:
        changes = _write(random_, copied(scenarios()[name]), path)
    return Mutant([name, *changes], _run_commands(random_))


def start_table(random_: random.Random, folder: Path, _finished: Finished) -> Mutant:
    """A table of people who are there at the start."""
    tree = copied(scenarios()["everything"])
    put(tree, "people.start", Block([["from_table", "here.csv"]]))
    (folder / "file.yaml").write_text(block(tree), encoding="utf-8")
    return Mutant(_table(random_, START, folder / "here.csv"), _run_commands(random_))


def design_table(random_: random.Random, folder: Path, _finished: Finished) -> Mutant:
    """A table of settings of a study."""
    (folder / "study.yaml").write_text(TABLE_STUDY, encoding="utf-8")
    shutil.copy(STUDIED / "cafes.yaml", folder)
    return Mutant(_table(random_, DESIGN, folder / "design.csv"), (Command(SWEEP),))


def study(random_: random.Random, folder: Path, _finished: Finished) -> Mutant:
    """A study, with its scenario as it was."""
    for path in STUDIED.iterdir():
        shutil.copy(path, folder)
    (folder / "design.csv").write_text(DESIGN, encoding="utf-8")
    changes = _write(random_, copied(random_.choice(studies())), folder / "study.yaml")
    return Mutant(changes, (Command(SWEEP),))


def manifest(random_: random.Random, folder: Path, finished: Finished) -> Mutant:
    """The manifest of a finished run, sealed again in one of two, or what lies beside it."""
    out = _again(finished.of_run, folder)
    if random_.random() < 0.2:
        path = random_.choice([out / "resolved.yaml", out / "measures.csv", out / "manifest.json"])
        changes = [byte_mutations.put_in_place(random_, path)]
    elif random_.random() < 0.25:
        changes = _write(random_, read_file(out / "resolved.yaml"), out / "resolved.yaml")
    else:
        changes = _json(random_, out / "manifest.json", seal=random_.random() < 0.5)
    reproduce = ("reproduce", "out/manifest.json", "--workers", "1", "--quiet")
    if random_.random() < 0.6:
        return Mutant(changes, (Command(reproduce, frozenset({0, 1, 2})),))
    return Mutant(changes, (Command(RUN),))


def store(random_: random.Random, folder: Path, finished: Finished) -> Mutant:
    """One to three files of the store of a sweep, whose command is then given again."""
    out = _again(finished.of_sweep, folder)
    for name in () if random_.random() < 0.3 else ("manifest.json", "outcomes.csv"):
        (out / name).unlink(missing_ok=True)
    changes = []
    for _ in range(random_.choice((1, 1, 2, 3))):
        path = random_.choice([p for p in sorted((out / "store").rglob("*")) if _is_plain(p)])
        if random_.random() < 0.3:
            changes.append(byte_mutations.put_in_place(random_, path))
        elif path.suffix == ".json" and random_.random() < 0.7:
            with suppress(ValueError, UnicodeDecodeError):
                changes += [path.name, *_json(random_, path, seal=random_.random() < 0.5)]
        else:
            content, how = byte_mutations.mutated(random_, path.read_bytes())
            path.write_bytes(content)
            changes += [path.name, *how]
    return Mutant(
        changes,
        (Command(("status", "out")), Command(SWEEP, same_as=finished.of_sweep)),
    )


KINDS: dict[str, Make] = {
    each.__name__: each for each in (scenario, study, manifest, start_table, design_table, store)
}
SHARES = {
    **{"scenario": 50, "study": 18, "manifest": 10},
    **{"start_table": 8, "design_table": 6, "store": 8},
}


def _run_commands(random_: random.Random) -> tuple[Command, ...]:
    """Check, then run where that is said to be short; sometimes with both engines, or explain."""
    check = Command(("check", "file.yaml"))
    if random_.random() < 0.15:
        return (check, Command(("explain", "file.yaml"), FINE, only_after=0))
    engine = ("--engine", "both") if random_.random() < 0.2 else ()
    return (check, Command((*RUN, *engine), only_after=0, if_short=True))


def _write(random_: random.Random, tree: Block, path: Path) -> list[str]:
    """Write a tree with changes."""
    if random_.random() < 0.2:
        content, changes = byte_mutations.mutated(random_, block(tree).encode())
        path.write_bytes(content)
        return changes
    changes = tree_mutations.mutated(random_, tree)
    text = block(tree) if random_.random() < 0.8 else flow(tree)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    return changes


def _json(random_: random.Random, path: Path, seal: bool) -> list[str]:
    """Change a JSON file, and put a fitting seal on it if that is wanted and possible."""
    tree = taken(json.loads(path.read_bytes()))
    if not isinstance(tree, Block) or (not seal and random_.random() < 0.3):
        content, changes = byte_mutations.mutated(random_, path.read_bytes())
    else:
        changes = tree_mutations.mutated(random_, tree)
        content = flow(tree).encode("utf-8", "surrogatepass")
        if seal:
            with suppress(ValueError, RecursionError, AttributeError, TypeError):
                content = sealed_bytes(json.loads(content))
                changes.append("sealed")
    path.write_bytes(content)
    return changes


def _table(random_: random.Random, text: str, path: Path) -> list[str]:
    """Write a table with changes of its cells, rows and columns, or of its bytes."""
    if random_.random() < 0.35:
        content, changes = byte_mutations.mutated(random_, text.encode())
    else:
        rows = taken([line.split(",") for line in text.splitlines()])
        changes = tree_mutations.mutated(random_, Block([["rows", rows]]))
        lines = (map(_cell, row) if isinstance(row, list) else [_cell(row)] for row in rows)
        content = "".join(",".join(line) + "\n" for line in lines).encode("utf-8", "surrogatepass")
    path.write_bytes(content)
    return changes


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _is_plain(path: Path) -> bool:
    """Whether it is a file that nothing was put in the place of yet."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size < SMALL


def _again(finished: Path, folder: Path) -> Path:
    """A copy of a finished study with its files, as somebody left it."""
    shutil.copytree(finished, folder, dirs_exist_ok=True, symlinks=True)
    return folder / "out"


def order(random_: random.Random) -> Iterator[str]:
    """Kinds without end, each as often as its share says."""
    while True:
        round_ = [name for name, share in SHARES.items() for _ in range(share // 2)]
        random_.shuffle(round_)
        yield from round_


def prepared(place: Path) -> Finished:
    """Folders in which a run and a sweep are to be made, with their files."""
    found = Finished(place / "of_run", place / "of_sweep")
    found.of_run.mkdir()
    (found.of_run / "file.yaml").write_text(block(scenarios()["cafes"]), encoding="utf-8")
    found.of_sweep.mkdir()
    shutil.copy(STUDIED / "cafes.yaml", found.of_sweep)
    (found.of_sweep / "study.yaml").write_text(block(studies()[0]), encoding="utf-8")
    return found
