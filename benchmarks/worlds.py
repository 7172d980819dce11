"""Measure the processor time of each stage of the worlds of a scenario.

    OPENBLAS_NUM_THREADS=1 python benchmarks/worlds.py scenarios/cen_community.yaml --worlds 20

Processor time is told, because it hardly depends on what else the machine does. Everything runs in
one thread; runs of worlds are divided among all cores in `sim run`, the other stages are not.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.cli.outputs import write_outputs
from sim.engines.choosing import Engine
from sim.scenario import load
from sim.studies.execution import here
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.sizes import Size
from sim.studies.store import Store
from sim.studies.worlds.planning import plan_worlds, wanted
from sim.studies.worlds.running import run_worlds, with_worlds


def main() -> None:
    """Print the seconds of each stage, and of each world where it grows with their number."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("scenario", type=Path)
    asked.add_argument("--worlds", type=int, default=20)
    asked.add_argument("--years", type=float, default=None)
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(words.scenario, words.worlds, words.years, Path(folder))


def measure(scenario: Path, worlds: int, years: float | None, folder: Path) -> None:
    """Carry out a study with this many worlds in a folder, and print what its stages take."""
    with timed("read and planned", 1):
        central = plan(load(scenario), Choices(None, None, None, years))
    with timed("the written values run", 1):
        study = carry_out(central, folder / "runs", 1)
    asked = wanted(central, Size(worlds))
    if asked is None:
        raise SystemExit(f"{scenario}: no number that can be varied has a range.")
    with timed("worlds resolved", worlds):
        planned = plan_worlds(central, asked)
    with (
        Store(folder / "runs", Engine.FAST, central.digest, central.scenario.title) as store,
        timed("worlds run, measured and kept", worlds),
    ):
        table = run_worlds(planned, store, Engine.FAST, here)
    with timed("what worlds say", worlds):
        study = with_worlds(study, planned, table)
    with timed("page and tables written", 1):
        (folder / "out").mkdir()
        write_outputs(central, study, None, folder / "runs", folder / "out")


@contextmanager
def timed(what: str, worlds: int) -> Iterator[None]:
    """Print how much processor time a block takes."""
    began = time.process_time()
    yield
    seconds = time.process_time() - began
    each = f" ({1000 * seconds / worlds:.0f} ms a world)" if worlds > 1 else ""
    print(f"{what:<30} {seconds:7.2f} s{each}", flush=True)


if __name__ == "__main__":
    main()
