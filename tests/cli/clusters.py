"""A cluster that is none: it notes the runs that it is given, and makes them here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sim.cli import sharing
from sim.studies.execution import Pool
from sim.studies.execution.pools import FutureLike, Here

ADDRESS = "tcp://10.0.0.5:8786"


def noting_cluster(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let a command find a cluster at `ADDRESS`, and return the list of runs that it is given."""
    handed: list[Any] = []

    class Noting(Here):
        def submit(self, fn: Callable[..., Any], /, *args: Any) -> FutureLike:
            handed.extend(args[0].runs)
            return super().submit(fn, *args)

    @contextmanager
    def noting(address: str) -> Iterator[Pool]:
        assert address == ADDRESS
        yield Pool(Noting(), lambda: 1, 0)

    monkeypatch.setattr(sharing, "over_cluster", noting)
    return handed
