"""Small worlds with an answer in closed form, written as scenarios like any other.

Time is counted in *turns*, the mean length of a stay: long enough in minutes for whole-minute
rounding not to matter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sim.events import EventKind, Run
from sim.resolved import Resolved
from tests.theory import formulas
from tests.theory.watching import NOT_YET, average_number, settled, visits

TURN = 1_000
"""Minutes in a mean stay."""

WEEK_IN_TURNS = 10_080 / TURN
TAIL = 300 * TURN

Document = dict[str, Any]
Figures = dict[str, float]


class World(NamedTuple):
    """One scenario, what theory says of it, and how to see that in a run."""

    name: str
    document: Document
    theory: Figures
    look: Callable[[Run, Resolved], Figures]
    chance: Callable[[Run, Resolved], list[float]]  # controls: true mean 0, see `judging`
    replications: int


def per_week(rate: float) -> str:
    """A rate per turn, as scenario files say it."""
    return f"{rate * WEEK_IN_TURNS:.12f} per week"


def turns(number: float) -> str:
    """A time in turns, as scenario files say it."""
    return f"{number * TURN:.6f} minutes"


def exponential(mean: float) -> Document:
    """An exponential distribution of that mean, in turns."""
    return {"exponential": {"mean": turns(mean)}}


def document(length: float, warm_up: float, **parts: Any) -> Document:
    """A scenario of that length in turns, with the parts that a world is about."""
    return {
        "throughline": 2,
        "title": "A world with a known answer",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": turns(length), "warm_up": turns(warm_up), "replications": 1, "seed": 1},
        **parts,
    }


def station(places: int | None, stay: Document, **more: Any) -> Document:
    """A service without contacts: people come, stay, and go on."""
    capacity: Any = "unlimited" if places is None else {"places": places}
    return {"capacity": capacity, "ends": {"stay": stay}, **more}


def arrivals(rates: dict[str, float]) -> Document:
    """One Poisson stream to each named service, with rates per turn."""
    return {
        f"to_{name}": {"rate": per_week(rate), "to": name}
        for name, rate in rates.items()
        if rate > 0
    }


def luck_of(rate: float, stays: dict[int, float]) -> Callable[[Run, Resolved], list[float]]:
    """Controls: people who arrived, and how long they stayed at each service, around their means.

    `rate` is of all arrivals per turn; `stays` are mean stays in turns by service.
    """

    def chance(run: Run, resolved: Resolved) -> list[float]:
        window = resolved.measuring.window
        came = run.log["time"][run.log["event"] == EventKind.ARRIVED]
        inside = np.count_nonzero((came >= window.opens) & (came < window.closes))
        expected = rate * (window.closes - window.opens) / TURN
        controls = [float(inside / expected) - 1]
        for service, mean in stays.items():
            seen = settled(visits(run, service), window, TAIL)
            done = seen.started < NOT_YET
            length = np.minimum(seen.finished, seen.ended)[done] - seen.started[done]
            controls.append(float(length.mean() / (mean * TURN)) - 1)
        return controls

    return chance


def look_at_queue(run: Run, resolved: Resolved) -> Figures:
    """Wait, share delayed, share who left, number there and number in a place: service 0."""
    window = resolved.measuring.window
    everyone = visits(run, 0)
    seen = settled(everyone, window, TAIL)
    waits = (seen.waited_until - seen.referred) / TURN
    return {
        "wait": float(waits.mean()),
        "delayed": float((waits > 0).mean()),
        "left": float((seen.left < NOT_YET).mean()),
        "number": average_number(
            everyone.referred, np.minimum(everyone.ended, everyone.left), window
        ),
        "busy": average_number(everyone.started, everyone.ended, window),
    }


def many_servers(servers: int, load: float, length: float, replications: int) -> World:
    """M/M/c; with one server, M/M/1.

    The wait is judged through the number of people there, which is arrivals times (wait + stay):
    a mean of waits is much less steady.
    """
    wait = formulas.wait_in_mmc(load, 1, servers)
    return World(
        f"M/M/{servers} at {load / servers:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"team": load})},
            services={"team": station(servers, exponential(1))},
        ),
        {
            "delayed": formulas.erlang_c(servers, load),
            "number": load * (wait + 1),
            "busy": load,
        },
        look_at_queue,
        luck_of(load, {0: 1}),
        replications,
    )


def loss(servers: int, load: float, length: float, replications: int) -> World:
    """M/M/c/loss: whoever finds no place free is not patient at all."""
    lost = formulas.erlang_b(servers, load)
    return World(
        f"M/M/{servers}/loss at {load / servers:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"team": load})},
            services={"team": station(servers, exponential(1), patience="0 minutes")},
        ),
        {"left": lost, "busy": load * (1 - lost)},
        look_at_queue,
        luck_of(load, {0: 1}),
        replications,
    )


def impatient(
    servers: int, load: float, patience: float, length: float, replications: int
) -> World:
    """M/M/c+M, Erlang-A; patience is a mean in turns."""
    theory = formulas.erlang_a(load, 1, servers, patience)
    return World(
        f"M/M/{servers}+M at {load / servers:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"team": load})},
            services={"team": station(servers, exponential(1), patience=exponential(patience))},
        ),
        {"left": theory.leaving, "wait": theory.wait, "busy": theory.busy},
        look_at_queue,
        luck_of(load, {0: 1}),
        replications,
    )


def general(
    stay: Document, variation: float, load: float, length: float, replications: int
) -> World:
    """M/G/1; `stay` has mean 1 turn and that squared coefficient of variation."""
    wait = formulas.pollaczek_khinchine(load, 1, variation)
    (family,) = stay
    return World(
        f"M/{family}/1 at {load:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"team": load})},
            services={"team": station(1, stay)},
        ),
        {"wait": wait, "number": load * (wait + 1)},
        look_at_queue,
        luck_of(load, {0: 1}),
        replications,
    )


def priority(first: float, second: float, length: float, replications: int) -> World:
    """M/M/1 where one group is always taken before the other, without interrupting anyone."""
    waits = formulas.cobham([first, second], 1)
    groups = ["first", "second"]

    def look(run: Run, resolved: Resolved) -> Figures:
        seen = settled(visits(run, 0), resolved.measuring.window, TAIL)
        group = np.array([person.group for person in run.people])[seen.person]
        waits = (seen.started - seen.referred) / TURN
        return {name: float(waits[group == g].mean()) for g, name in enumerate(groups)}

    load = first + second
    return World(
        f"M/M/1 with priority at {load:.2g}",
        document(
            length,
            length / 20,
            people={
                "groups": {
                    name: {"share": rate / load}
                    for name, rate in zip(groups, (first, second), strict=True)
                },
                "arrivals": arrivals({"team": load}),
            },
            services={"team": station(1, exponential(1), queue={"group": groups})},
        ),
        dict(zip(groups, waits, strict=True)),
        look,
        luck_of(load, {0: 1}),
        replications,
    )
