"""Flows between services: referrals, starts, refusals, handoffs, and searches that led nowhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import Ending, EventKind, EventLog, Reason, Run, Window
from sim.laws import Ints
from sim.measures.observed import NEVER, observe, rows_within
from sim.measures.referrals import ENDED, referrals
from sim.measures.tallies import count
from sim.measures.transitions import HANDOFFS
from sim.resolved import Resolved


class Flows(NamedTuple):
    """Numbers of moves in the window. Rows are origins and columns are targets; S services.

    Row S is the community, from which people come by themselves. Column S stands for nowhere.
    """

    referrals: Ints  # (S + 1, S + 1) referrals made; ways that led nowhere in column S
    starts: Ints  # (S + 1, S + 1) spells started; exits from the population in column S
    turned_away: Ints  # (S,)
    left_waiting: Ints  # (S,)
    handoffs: dict[str, Ints]  # (S, S) of each kind: cold, warm, blocked, consult
    person_minutes: int  # minutes of the window that people were there, to make rates of
    minutes: int  # of the window


def flows(run: Run, resolved: Resolved, window: Window | None = None) -> Flows:
    """Count moves between services in the scenario's window, or in another window."""
    seen = observe(run, resolved, window)
    services = seen.services
    made = rows_within(seen, EventKind.REFERRED)
    started = rows_within(seen, EventKind.SPELL_STARTED)
    # People who were in a spell when the run began did not come there in the window.
    started = started[referrals(seen).clock[started["spell"]] != NEVER]
    nowhere = rows_within(seen, EventKind.NOWHERE_TO_GO)
    endings = rows_within(seen, *ENDED)
    exits = endings[endings["detail"] == Ending.EXITED]
    referred = moves(services, made["detail"], made["service"])
    origin = np.where(nowhere["detail"] == Reason.SEEKING, -1, nowhere["service"])
    referred += moves(services, origin, np.full(nowhere.size, -1))
    starts = moves(services, started["detail"], started["service"])
    starts += moves(services, exits["service"], np.full(exits.size, -1))
    return Flows(
        referrals=referred,
        starts=starts,
        turned_away=at_service(services, rows_within(seen, EventKind.TURNED_AWAY)),
        left_waiting=at_service(services, rows_within(seen, EventKind.LEFT_WAITING)),
        handoffs={
            kind: handed(services, rows_within(seen, event)) for kind, event in HANDOFFS.items()
        },
        person_minutes=int(seen.present.sum()),
        minutes=seen.window.closes - seen.window.opens,
    )


def moves(services: int, origin: Ints, target: Ints) -> Ints:
    """Return the number of moves from each origin to each target, shape (S + 1, S + 1).

    In `origin`, -1 stands for the community; in `target`, it stands for nowhere.
    """
    shape = (services + 1, services + 1)
    return count(shape, origin.astype(np.int64) % shape[0], target.astype(np.int64) % shape[1])


def at_service(services: int, rows: EventLog) -> Ints:
    """Return the number of rows at each service."""
    return count((services,), rows["service"])


def handed(services: int, rows: EventLog) -> Ints:
    """Return the number of handoffs, or of consultations, from each service to each other one."""
    return count((services, services), rows["service"], rows["detail"])
