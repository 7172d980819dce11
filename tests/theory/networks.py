"""More worlds with a known answer: crowds, networks, blocking, needs and turnover of workers."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.events import EventKind, Run
from sim.resolved import Resolved
from tests.theory import formulas
from tests.theory.watching import (
    NOT_YET,
    average_number,
    need_shares,
    number_at,
    visits,
)
from tests.theory.worlds import (
    TURN,
    Document,
    Figures,
    World,
    arrivals,
    document,
    exponential,
    luck_of,
    per_week,
    station,
    turns,
)


def nothing_to_control(run: Run, resolved: Resolved) -> list[float]:
    """No controls: the figures are steady enough as they are."""
    del run, resolved
    return []


def infinite_server(stay: Document, load: float, length: float, replications: int) -> World:
    """M/G/infinity: the number there is Poisson, so its mean and its variance are the load."""

    def look(run: Run, resolved: Resolved) -> Figures:
        window = resolved.measuring.window
        seen = visits(run, 0)
        times = np.arange(window.opens, window.closes, TURN // 10)
        number = number_at(seen.started, seen.ended, times)
        return {
            "number": average_number(seen.started, seen.ended, window),
            "number squared": float((number**2).mean()),
        }

    (family,) = stay
    return World(
        f"M/{family}/infinity",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"team": load})},
            services={"team": station(None, stay)},
        ),
        {"number": load, "number squared": load + load**2},
        look,
        luck_of(load, {0: 1}),
        replications,
    )


def network(scale: float, length: float, replications: int) -> World:
    """Open Jackson network of three stations with a way back; `scale` times its own rates."""
    names = ["gp", "team", "specialist"]
    entry = [0.5 * scale, 0.4 * scale, 0.0]
    routing = [[0.0, 0.4, 0.2], [0.1, 0.0, 0.3], [0.0, 0.2, 0.0]]
    means = [0.8, 2.0, 1.2]
    servers = [1, 3, 1]
    stations = formulas.jackson(entry, routing, means, servers)
    services = {}
    for name, row, mean, places in zip(names, routing, means, servers, strict=True):
        onward: Document = {
            to: share for to, share in zip(names, row, strict=True) if share > 0
        } | {"nowhere": round(1 - sum(row), 12)}
        routes = {"finished_settled": onward, "finished_in_need": onward}
        services[name] = station(places, exponential(mean), routes=routes)

    def look(run: Run, resolved: Resolved) -> Figures:
        window = resolved.measuring.window
        figures = {"number in all": 0.0}
        for service, name in enumerate(names):
            seen = visits(run, service)
            figures["number in all"] += average_number(seen.referred, seen.ended, window)
            figures[f"{name} busy"] = average_number(seen.started, seen.ended, window)
        return figures

    theory = {"number in all": sum(here.number for here in stations)}
    for name, here, mean in zip(names, stations, means, strict=True):
        theory[f"{name} busy"] = here.rate * mean
    return World(
        f"open network at {scale:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals(dict(zip(names, entry, strict=True)))},
            services=services,
        ),
        theory,
        look,
        luck_of(sum(entry), dict(enumerate(means))),
        replications,
    )


def tandem(load: float, second: float, length: float, replications: int) -> World:
    """Two places in a row; whoever is finished at the first holds it until the second is free."""
    theory = formulas.tandem_with_blocking(load, 1, second)
    onward = {"finished_settled": {"ward": 1}, "finished_in_need": {"ward": 1}}

    def look(run: Run, resolved: Resolved) -> Figures:
        window = resolved.measuring.window
        first, ward = visits(run, 0), visits(run, 1)
        return {
            "number": average_number(first.referred, first.ended, window),
            "blocked": average_number(np.minimum(first.finished, first.ended), first.ended, window),
            "second busy": average_number(ward.started, ward.ended, window),
        }

    return World(
        f"tandem with blocking at {load:.2g}",
        document(
            length,
            length / 20,
            people={"arrivals": arrivals({"assessment": load})},
            services={
                "assessment": station(1, exponential(1), routes=onward, handoff="blocked"),
                "ward": station(1, exponential(second)),
            },
        ),
        {"number": theory.number, "blocked": theory.blocked, "second busy": theory.second_busy},
        look,
        luck_of(load, {0: 1, 1: second}),
        replications,
    )


NEED_RATES = {
    ("settled", "good_day"): 0.02,
    ("good_day", "settled"): 0.03,
    ("good_day", "bad_day"): 0.50,
    ("bad_day", "good_day"): 0.70,
    ("bad_day", "crisis"): 0.10,
    ("crisis", "bad_day"): 0.90,
}
"""Moves of a need, per turn."""


def fluctuating_need(people: int, length: float, replications: int) -> World:
    """One need, everyone settled at the start, nobody in care: shares of time by state."""
    states = {"settled": 0, "good_day": 1, "bad_day": 2, "crisis": 3}
    names = list(states)
    rates = {(names.index(a), names.index(b)): rate for (a, b), rate in NEED_RATES.items()}
    law = formulas.stationary(formulas.from_rates(rates, len(names)))
    transitions = [
        {"from": a, "to": b, "rate": per_week(rate)} for (a, b), rate in NEED_RATES.items()
    ]

    def look(run: Run, resolved: Resolved) -> Figures:
        return dict(zip(names, need_shares(run, resolved, 0).tolist(), strict=True))

    return World(
        "a need that fluctuates",
        document(
            length,
            length / 2,
            people={"cohort": people, "arrivals": arrivals({"team": 0.01})},
            needs={
                "distress": {
                    "largest_ratio": 1,
                    "seek_level": 2,
                    "states": states,
                    "transitions": transitions,
                    "start": {"settled": 1},
                }
            },
            services={"team": station(None, exponential(1))},
        ),
        dict(zip(names, law.tolist(), strict=True)),
        look,
        nothing_to_control,
        replications,
    )


def turnover(posts: int, tenure: float, vacancy: float, length: float, replications: int) -> World:
    """Workers who stay for a time and posts that stay empty for one: leavers and vacancies."""
    theory = formulas.renewal(tenure, vacancy)
    team: dict[str, Any] = {
        "workers": {
            "posts": posts,
            "contact_hours": 20,
            "caseload": 10,
            "tenure": exponential(tenure),
            "vacancy": {"gamma": {"mean": turns(vacancy), "sd": turns(vacancy / 2)}},
        },
        "contacts": {"every": "1 week", "length": "60 minutes"},
        "ends": {"stay": exponential(1)},
    }

    def look(run: Run, resolved: Resolved) -> Figures:
        window = resolved.measuring.window
        left = run.log[run.log["event"] == EventKind.WORKER_LEFT]
        inside = (left["time"] >= window.opens) & (left["time"] < window.closes)
        until = np.full(len(run.workers), NOT_YET)
        until[left["worker"]] = left["time"]
        started = np.array([worker.started for worker in run.workers])
        filled = average_number(started, until, window)
        span = (window.closes - window.opens) / TURN
        return {
            "leavers": np.count_nonzero(inside) / span / posts,
            "vacant": 1 - filled / posts,
        }

    return World(
        "workers come and go",
        document(
            length,
            length / 5,
            people={"arrivals": arrivals({"team": 0.5})},
            services={"team": team},
        ),
        {"leavers": theory.rate, "vacant": theory.vacant},
        look,
        nothing_to_control,
        replications,
    )
