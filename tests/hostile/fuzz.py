"""Hostile inputs without end: `python -m tests.hostile.fuzz --mutants 10000 --seed 1`.

Everything follows from the seed. A mutant that is badly answered is printed and its folder kept;
`--only N` makes and judges it again. The exit code is 1 when there was one.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.answers import problems, published
from tests.hostile.calling import Answer, call
from tests.hostile.kinds import KINDS, RUN, SWEEP, Command, Finished, order, prepared

TO_COMPILE = 600
"""Seconds of processor time for the first run and sweep, which may have to be compiled."""
WHOLE_PAGES = 25
"""One of so many mutants writes its whole report; the others, a page of one line."""
IS_SHORT = re.compile(r"and [1-5] seconds? of processor time for all runs")
CHECKED_FIRST = "check passes and the run is refused"
ONLY_A_RUN_SHOWS = ("took more than a thousand steps",)


class Judged(NamedTuple):
    """A mutant and what is wrong with its answers."""

    number: int
    kind: str
    changes: list[str]
    wrong: list[str]
    accepted: bool  # whether the last command ended well
    last: Answer
    seconds: float  # of processor time, of all commands


def main() -> int:
    """Try as many mutants as asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutants", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--first", type=int, default=0, help="number of the first one")
    options.add_argument("--only", type=int, help="this one alone, with what it was answered")
    options.add_argument("--kind", choices=list(KINDS), help="these alone")
    options.add_argument("--kept", type=Path, default=Path("results/hostile"))
    chosen = options.parse_args()
    numbers = range(chosen.first, chosen.first + chosen.mutants)
    if chosen.only is not None:
        numbers = range(chosen.only, chosen.only + 1)
    found: list[Judged] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        finished = _finished(place)
        for judged in _all(place, finished, chosen.seed, numbers, chosen.kind, chosen.kept):
            found.append(judged)
            if judged.wrong or chosen.only is not None:
                print(_in_words(judged), flush=True)
            if len(found) % 100 == 0:
                print(
                    f"{len(found):,} tried, {sum(bool(f.wrong) for f in found):,} bad", flush=True
                )
    print(_summary(found, time.monotonic() - began))
    return int(any(each.wrong for each in found))


def judge(number: int, seed: int, kind: str, folder: Path, finished: Finished) -> Judged:
    """Make one mutant in a folder, give its commands and judge the answers."""
    random_ = random.Random(f"{seed} {number} {kind}")
    mutant = KINDS[kind](random_, folder, finished)
    wrong: list[str] = []
    last: Answer | None = None
    seconds = 0.0
    for command in mutant.commands:
        if last is not None and not _is_wanted(command, last):
            continue
        before = published(folder / "out")
        answer = call(folder, command.words, _page_of(number))
        wrong += [f"{command.words[0]}: {each}" for each in problems(answer, folder, command.codes)]
        if answer.code == 2 and published(folder / "out") != before:
            wrong.append("refused, and yet something was written")
        if _is_late(command, answer):
            wrong.append(CHECKED_FIRST)
        if command.same_as is not None and answer.code == 0:
            wrong += _other_outcomes(folder, command.same_as)
        last = answer
        seconds += answer.seconds
    assert last is not None
    return Judged(number, kind, mutant.changes, wrong, last.code == 0, last, seconds)


def _all(
    place: Path, finished: Finished, seed: int, numbers: range, kind: str | None, kept: Path
) -> Iterator[Judged]:
    kinds = order(random.Random(seed))
    for number, turn in zip(range(numbers.stop), kinds, strict=False):
        if number not in numbers or kind not in (None, turn):
            continue
        folder = place / "mutant"
        folder.mkdir()
        judged = judge(number, seed, turn, folder, finished)
        if judged.wrong:
            target = kept / f"{seed}-{number}-{turn}"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target, symlinks=True, ignore=_special)
        shutil.rmtree(folder)
        yield judged


def _special(folder: str, names: list[str]) -> list[str]:
    """Files that cannot be copied, or are too large to."""
    paths = [Path(folder) / name for name in names]
    return [p.name for p in paths if p.is_fifo() or (p.is_file() and p.stat().st_size > 10**8)]


def _is_wanted(command: Command, last: Answer) -> bool:
    if command.only_after is not None and last.code != command.only_after:
        return False
    return not command.if_short or IS_SHORT.search(last.out) is not None


def _is_late(command: Command, answer: Answer) -> bool:
    """Whether something was refused that the check before should have said."""
    said_by_run = any(words in answer.err for words in ONLY_A_RUN_SHOWS)
    return command.if_short and answer.code == 2 and not said_by_run


def _other_outcomes(folder: Path, right: Path) -> Iterator[str]:
    for name in ("outcomes.csv", "differences.csv"):
        if (folder / "out" / name).read_bytes() != (right / "out" / name).read_bytes():
            yield f"{name} is not what it was"


def _finished(place: Path) -> Finished:
    """Make the folders that manifests and stores are taken from; everything is loaded by then."""
    finished = prepared(place)
    _load()
    gc.freeze()  # so that copies of this process share its memory
    for folder, words in ((finished.of_run, RUN), (finished.of_sweep, SWEEP)):
        answer = call(folder, words, _page_of(1), most=TO_COMPILE)
        if answer.code != 0:
            raise SystemExit(f"{words}: {answer}")
    return finished


def _load() -> None:
    """Load what commands load, once, so that every mutant begins with it."""
    import sim.cli.reproducing  # noqa: PLC0415
    import sim.cli.status  # noqa: PLC0415
    import sim.cli.sweeping  # noqa: F401, PLC0415
    from sim.cli.looking import checked  # noqa: PLC0415
    from sim.engines.choosing import Engine  # noqa: PLC0415
    from sim.resolving import resolve  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415
    from sim.studies.engines import ENGINES  # noqa: PLC0415
    from sim.studies.warm_up_compile import prepare  # noqa: PLC0415
    from tests.hostile.bases import TESTS  # noqa: PLC0415

    file = TESTS / "golden" / "everything.yaml"
    scenario = load(file)
    resolved = resolve(scenario, scenario.baseline)  # compiles the rules that it needs
    prepare(Engine.FAST, resolved, 1)
    ENGINES[Engine.FAST].measure(resolved, 1, 1)
    ENGINES[Engine.BOTH].measure(resolved, 1, 1)
    checked(file)


class _page_of:  # noqa: N801 -- called as a function
    """Write a page of one line in place of the report, but for one of many mutants."""

    def __init__(self, number: int) -> None:
        self.whole = number % WHOLE_PAGES == 0

    def __call__(self) -> None:
        """Change the copy of this process that is about to be the command."""
        os.environ.pop("THROUGHLINE_TRACEBACK", None)
        patch = pytest.MonkeyPatch()  # never undone: the process ends with the command
        # What is compiled already gives the same answer, and much faster.
        patch.setattr("sim.cli.looking.without_compiling", nullcontext)
        if not self.whole:
            patch.setattr("sim.cli.outputs.write_report", _one_line)
            patch.setattr("sim.report.sweep_report.SweepReport.write", _one_line_of_sweep)


def _one_line(_study: object, folder: Path) -> list[Path]:
    page = folder / "report.html"
    page.write_text("A page.")
    return [page]


def _one_line_of_sweep(report: object, folder: Path) -> Path:
    return _one_line(report, folder)[0]


def _in_words(judged: Judged) -> str:
    last = judged.last
    said = [f"    {line:.300}" for line in (last.err or last.out).splitlines()[:8]]
    what = f"{judged.number} {judged.kind}: {'; '.join(dict.fromkeys(judged.wrong)) or 'well'}"
    return "\n".join([what, f"  changes: {' · '.join(judged.changes)}", *said])


def _summary(found: list[Judged], seconds: float) -> str:
    tried, bad, taken = (
        Counter(each.kind for each in found if wanted(each))
        for wanted in (lambda _: True, lambda each: bool(each.wrong), lambda each: each.accepted)
    )
    rows = [f"  {kind:14}{tried[kind]:7,}{taken[kind]:10,}{bad[kind]:16,}" for kind in KINDS]
    head = f"  {'kind':14}{'tried':>7}{'accepted':>10}{'badly answered':>16}"
    total = f"  {'all':14}{tried.total():7,}{taken.total():10,}{bad.total():16,}"
    used = sum(each.seconds for each in found)
    time_ = f"  {seconds:.0f} seconds, {used:.0f} of processor time in commands"
    return "\n".join([head, *rows, total, time_])


if __name__ == "__main__":
    sys.exit(main())
