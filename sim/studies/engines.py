"""Give all engines one interface: prepare an engine, run an arm, and measure a run.

Both engines write the same log for the same run. No other module has a list of the engines. An
engine is imported when it is first used. It has no state, so its methods can be sent to other
processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sim.engines.choosing import Engine
from sim.engines.sampling import part_of
from sim.errors import EnginesDisagree
from sim.events import Run
from sim.measures import Row, measure
from sim.measures.monthly import Monthly
from sim.measures.monthly_log import monthly
from sim.measures.own import NONE, OwnMeasures
from sim.resolved import Resolved
from sim.studies.asking import asking, only_asked
from sim.studies.from_log import measures_from_log, needs_log

if TYPE_CHECKING:
    from sim.studies.gatherers import Gatherers

Maker: TypeAlias = Callable[[Resolved, int, int], Sequence[Row]]
"""A function that makes the run of (resolved arm, seed, replication) and returns its measures.

It can be called in any process.
"""


class Measured(list[Row]):
    """The measures of a run, with a function that computes its series by months.

    The series are computed only when the function is called.
    """

    def __init__(self, rows: Iterable[Row], monthly: Callable[[], Monthly]) -> None:
        super().__init__(rows)
        self.monthly = monthly


def measured(run: Run, resolved: Resolved) -> Measured:
    """Return the measures and the series of a run from its complete log."""
    rows = [*measure(run, resolved), *measures_from_log(run, resolved)]
    return Measured(rows, partial(monthly, run, resolved))


class Simulator(Protocol):
    """The methods that every engine has. A run is given by resolved arm, seed and replication."""

    in_threads: bool
    """Whether runs in several threads proceed in parallel, without the interpreter's lock."""

    def prepare(self) -> bool:
        """Load the code that runs need, and return whether something had to be compiled.

        Raises
        ------
        EngineUnavailable
            If the engine cannot be used here.
        """
        ...

    def run(self, resolved: Resolved, seed: int, replication: int) -> Run:
        """Return the people and the log of a run."""
        ...

    def sample(self, resolved: Resolved, seed: int, replication: int, every: int) -> Run:
        """Return a run that keeps only one of every ``every`` people.

        See `sim.engines.sampling`.
        """
        ...

    def measure(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Return the measures of a run, as `Measured`. The engine need not keep the log."""
        ...


class Readable:
    """The reference engine, written for reading, for debugging and for trying out changes."""

    in_threads = False

    def prepare(self) -> bool:
        """Do nothing, because nothing needs to be compiled."""
        return False

    def run(self, resolved: Resolved, seed: int, replication: int) -> Run:
        """Return the log of a run, made in plain Python with SimPy."""
        from sim.engines import reference  # noqa: PLC0415 -- loads SimPy

        return reference.run(resolved, seed, replication)

    def sample(self, resolved: Resolved, seed: int, replication: int, every: int) -> Run:
        """Return a run with one of every ``every`` people, taken from the complete log."""
        return part_of(self.run(resolved, seed, replication), every)

    def measure(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Return the measures, computed from the complete log."""
        return measured(self.run(resolved, seed, replication), resolved)


class Compiled:
    """The fast engine, compiled once for each machine and version."""

    in_threads = True

    def prepare(self) -> bool:
        """Load the compiled program, or compile it."""
        from sim.compiling import by_numba, is_ready  # noqa: PLC0415 -- heavy

        with by_numba():
            from sim.engines.fast.program import PROGRAM  # noqa: PLC0415 -- asks for Numba
            from sim.measures.streaming.reader import read_rows  # noqa: PLC0415 -- the same
        was_ready = PROGRAM.is_ready() and is_ready(read_rows)
        PROGRAM.load()
        return not was_ready

    def run(self, resolved: Resolved, seed: int, replication: int) -> Run:
        """Return the log of a run."""
        return self.sample(resolved, seed, replication, 1)

    def sample(self, resolved: Resolved, seed: int, replication: int, every: int) -> Run:
        """Return a run with one of every ``every`` people. The complete log is never in memory."""
        self.prepare()
        from sim.engines import fast  # noqa: PLC0415 -- heavy, and asks for Numba

        return fast.run(resolved, seed, replication, every)

    def measure(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Return the measures, computed during the run unless they need its complete log."""
        if needs_log(resolved):
            return measured(self.run(resolved, seed, replication), resolved)
        self.prepare()
        from sim.engines.fast import Fast  # noqa: PLC0415 -- heavy, and asks for Numba
        from sim.studies.gatherers import Gatherers  # noqa: PLC0415 -- compiles

        gatherers = Gatherers(resolved)
        Fast(resolved, seed, replication, gatherers.read).let_pass()
        return _measures(gatherers)

    def measure_all(
        self, arms: Sequence[Resolved], seed: int, replication: int
    ) -> list[Sequence[Row]]:
        """Return the measures of several arms; what they have in common is simulated once.

        With `run.change`, arms have the same run until then, row for row. It is simulated and
        measured once, and each arm goes on from there. Arms that need a complete log run alone.
        """
        if any(map(needs_log, arms)):
            return [self.measure(arm, seed, replication) for arm in arms]
        self.prepare()
        from sim.engines.fast import Fast, by_history  # noqa: PLC0415 -- heavy, asks for Numba
        from sim.studies.gatherers import Gatherers  # noqa: PLC0415 -- compiles

        found: dict[int, Sequence[Row]] = {}
        for together in by_history(arms):
            own = {at: Gatherers(arms[at]) for at in together}
            first = Gatherers(arms[together[0]])
            alike = [at for at, each in own.items() if first.measures_like(each)]
            if len(alike) > 1:
                others = [arms[at] for at in alike]
                history = Fast(others[0], seed, replication, first.read, others=others)
                if not history.until_change():
                    continue  # the run closes before the rules change
                history.take_rows()
                for at in alike:
                    own[at].go_on_from(first)
                    history.branch(arms[at], own[at].read)
                    found[at] = _measures(own[at])
        for at, arm in enumerate(arms):
            if at not in found:
                found[at] = self.measure(arm, seed, replication)
        return [found[at] for at in range(len(arms))]


class Both(Readable):
    """Makes each run in both engines; raises `EnginesDisagree` if the two logs differ."""

    def prepare(self) -> bool:
        """Load the compiled program, or compile it."""
        return Compiled().prepare()

    def run(self, resolved: Resolved, seed: int, replication: int) -> Run:
        """Return the log that both engines give."""
        one = super().run(resolved, seed, replication)
        other = Compiled().run(resolved, seed, replication)
        rows = min(len(one.log), len(other.log))
        differing = (one.log[:rows] != other.log[:rows]).nonzero()[0]
        if len(one.log) != len(other.log) or len(differing):
            raise EnginesDisagree(int(differing[0]) if len(differing) else rows)
        if one.people != other.people or one.workers != other.workers:
            raise EnginesDisagree(rows)
        return one


def _measures(gatherers: Gatherers) -> Measured:
    """Return the measures of a run that is over."""
    return Measured(gatherers.rows(), gatherers.monthly)


@dataclass(frozen=True)
class WithOwn:
    """Makes runs, and computes the measures that a user adds besides the built-in ones.

    The user's measures read the complete log.
    """

    engine: Engine
    own: OwnMeasures

    def __call__(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Return all measures of one run; those that the user adds come last."""
        run = ENGINES[self.engine].run(resolved, seed, replication)
        found = measured(run, resolved)
        own = only_asked(self.own.rows(run, asking(resolved, None)), resolved)
        return Measured([*found, *own], found.monthly)


@dataclass(frozen=True)
class Branching:
    """Makes runs in the fast engine, what several arms have in common only once."""

    def __call__(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Return all measures of one run."""
        return FAST.measure(resolved, seed, replication)

    def together(
        self, arms: Sequence[Resolved], seed: int, replication: int
    ) -> list[Sequence[Row]]:
        """Return all measures of one run of each arm."""
        return FAST.measure_all(arms, seed, replication)


def maker(engine: Engine, own: OwnMeasures = NONE) -> Maker:
    """Return the function that makes the runs of a study and measures them."""
    if own.measures:
        return WithOwn(engine, own)
    return Branching() if engine is Engine.FAST else ENGINES[engine].measure


FAST = Compiled()
ENGINES: dict[Engine, Simulator] = {
    Engine.FAST: FAST,
    Engine.REFERENCE: Readable(),
    Engine.BOTH: Both(),
}
