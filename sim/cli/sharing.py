"""Read the options that say which part of a study is made, `--shard`, and where, `--cluster`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext

from sim.engines.choosing import Engine
from sim.studies.execution import WHOLE, Pool, Shard
from sim.studies.execution.cluster import over_cluster
from sim.studies.execution.local import on_this_machine
from sim.studies.planning import ChoiceError

Pools = Callable[[], AbstractContextManager[Pool]]


def shard_named(text: str | None) -> Shard:
    """Return the shard that `i/n` names. None names the whole study."""
    if text is None:
        return WHOLE
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
    shard = Shard(int(found[1]), int(found[2])) if found else None
    if shard is None or not 1 <= shard.number <= shard.of:
        raise ChoiceError(
            "--shard", f"`{text}` is not one of several parts.", "Write 1/8 for the first of eight."
        )
    return shard


def pools(engine: Engine, cluster: str | None, workers: int, stack: ExitStack) -> Pools:
    """Return a function that gives the workers for runs.

    If a cluster is named, the connection to it is made first. It ends with the stack.
    """
    if cluster is None:
        return lambda: on_this_machine(engine, workers)
    pool = stack.enter_context(over_cluster(cluster))
    return lambda: nullcontext(pool)
