"""Throughline beside its peers, each answer checked against theory before it is timed.

Run `python benchmarks/peers.py` after `pip install -e '.[bench]'`, on a machine that does
nothing else. Programs are timed in turns (A B C A B C ...), in processor time, and medians are
printed. What does not give theory's answer is called wrong and not timed; what cannot run says
why. Apart from that it prints and never judges: machines differ.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

if find_spec("cimba"):
    import cimba  # noqa: F401 -- before our engine: imported after it, it no longer compiles

from peers.community_tables import community_table, cores_table, log_table
from peers.queue_tables import queue_table
from peers.queues import QUEUES
from peers.table import FULL, QUICK, Pace, Table, in_words
from peers.theory import CONFIDENCE

PACKAGES = ("throughline", "numba", "simpy", "ciw", "salabim", "cimba")

TABLES: dict[str, Callable[[Pace], Table]] = {
    **{queue.name: partial(queue_table, queue) for queue in QUEUES},
    "community": community_table,
    "log": log_table,
    "cores": cores_table,
}


def versions() -> str:
    """What is compared, with the version of each package, or that it is not there."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few seconds a row, rougher checks")
    parser.add_argument("--only", choices=TABLES, help="one table")
    parser.add_argument("--rounds", type=int, help="turns of every program")
    parser.add_argument("--markdown", action="store_true", help="tables to paste into a page")
    options = parser.parse_args()
    pace = QUICK if options.quick else FULL
    if options.rounds is not None:
        if options.rounds < 1:
            parser.error("--rounds: choose 1 or more")
        pace = pace._replace(rounds=options.rounds)
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}; {versions()}\n")
    print(
        f"Check: the {100 * CONFIDENCE:g} % interval over {pace.rule.replications} replications "
        f"contains theory, and half of it is at most {100 * pace.rule.widest:g} % of that. "
        f"Medians of {pace.rounds} rounds.\n"
    )
    for name in [options.only] if options.only else TABLES:
        for line in in_words(TABLES[name](pace), markdown=options.markdown):
            print(line, flush=True)


if __name__ == "__main__":
    main()
