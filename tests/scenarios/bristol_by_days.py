"""The published Bristol table, run a second time by whole days and by counting heads.

An independent reading of the description that goes with the table: a day's order is ends of
stay, starts from the list (only people who joined on an earlier day, longest wait first),
leaving, then arrivals and transfers join lists. People who joined on one day are alike, so
whole cohorts move at once and 415 days take a fraction of a second. It shares neither code nor
method with the engine; `scenarios/bristol.yaml` supplies only the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import lognorm

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Location:
    """One service of the table: shares are in the order of the services, then nowhere."""

    name: str
    arrivals: float  # a day
    places: int
    stay: NDArray[np.float64]  # probability of each whole number of days
    leaves: NDArray[np.float64]  # probability of leaving the list after that many days
    next_after_stay: NDArray[np.float64]
    next_after_list: NDArray[np.float64]


@dataclass(frozen=True)
class Averages:
    """Daily averages over the measured days, one value per service."""

    inside: NDArray[np.float64]
    waiting: NDArray[np.float64]
    starts: NDArray[np.float64]
    left_waiting: NDArray[np.float64]


def read_places(services: dict[str, Any], arrivals: dict[str, Any], days: int) -> list[Location]:
    """The table's services from the tree of the scenario file."""
    names = list(services)
    into = {stream["to"]: float(stream["rate"].split()[0]) for stream in arrivals.values()}
    return [
        Location(
            name,
            into.get(name, 0.0),
            service["capacity"]["places"],
            stay_by_days(service["ends"]["stay"], days),
            leaving_by_days(service.get("patience"), days),
            shares(service["routes"]["finished_settled"], names),
            shares(service["routes"].get("left_waiting", {"nowhere": 1}), names),
        )
        for name, service in services.items()
    ]


def stay_by_days(stay: Any, days: int) -> NDArray[np.float64]:
    """Probability of each whole length of stay, rounded at random to keep the mean."""
    chances = np.zeros(days + 2)
    if isinstance(stay, str):
        chances[int(stay.split()[0])] = 1
    elif "table" in stay:
        values = np.minimum(stay["table"]["values"], days + 1)
        np.add.at(chances, values, stay["table"]["probabilities"])
    else:
        law = lognorm(stay["lognormal"]["sigma"], scale=np.exp(stay["lognormal"]["mu"]))
        fine = (np.arange(200_000) + 0.5) / 200_000
        values = np.minimum(law.ppf(fine), days)
        whole = np.floor(values).astype(np.int64)
        np.add.at(chances, whole, (1 - (values - whole)) / fine.size)
        np.add.at(chances, whole + 1, (values - whole) / fine.size)
    total: float = chances.sum()
    return np.array(chances / total)


def leaving_by_days(patience: Any, days: int) -> NDArray[np.float64]:
    """Probability of leaving after x whole days of waiting; all 0 where nobody leaves."""
    if patience is None:
        return np.zeros(days + 1)
    p = patience["hazard"]["logistic"]
    waited = np.arange(days + 1)
    chances: NDArray[np.float64] = p["p4"] + (p["p1"] - p["p4"]) / (
        1 + (waited / p["p3"]) ** p["p2"]
    )
    return chances


def shares(row: dict[str, float], names: list[str]) -> NDArray[np.float64]:
    """A row of routes in the order of the services, then nowhere."""
    values = np.array([row.get(name, 0.0) for name in [*names, "nowhere"]])
    return np.array(values / values.sum())


def run(places: list[Location], days: int, warm_up: int, seed: int) -> Averages:
    """One run from an empty start; averages over the days from ``warm_up`` on."""
    chance = np.random.default_rng(seed)
    size = len(places)
    joined = np.zeros((size, days), dtype=np.int64)  # still waiting, by day of joining
    ending = np.zeros((size, 2 * days + 2), dtype=np.int64)  # stays that end, by day
    inside = np.zeros(size, dtype=np.int64)
    sums = np.zeros((4, size))
    for today in range(days):
        joins = np.zeros(size + 1, dtype=np.int64)
        starts = np.zeros(size, dtype=np.int64)
        left = np.zeros(size, dtype=np.int64)
        for s, place in enumerate(places):
            inside[s] -= ending[s, today]
            joins += chance.multinomial(ending[s, today], place.next_after_stay)
            starts[s] = take_longest_waiting(joined[s], today, place.places - inside[s])
            inside[s] += starts[s]
            ending[s, today : today + days + 2] += chance.multinomial(starts[s], place.stay)
            gone = chance.binomial(joined[s, :today], place.leaves[today:0:-1])
            joined[s, :today] -= gone
            left[s] = gone.sum()
            joins += chance.multinomial(left[s], place.next_after_list)
            joins[s] += chance.poisson(place.arrivals)
        joined[:, today] = joins[:size]
        if today >= warm_up:
            sums += np.stack([inside, joined.sum(axis=1), starts, left])
    return Averages(*(sums / (days - warm_up)))


def take_longest_waiting(joined: Counts, today: int, free: int) -> int:
    """Take up to ``free`` people who joined before today, earliest first; returns how many."""
    before = np.cumsum(joined[:today])
    taken = np.minimum(before, free)
    joined[:today] -= np.diff(taken, prepend=0)
    return int(taken[-1]) if today else 0
