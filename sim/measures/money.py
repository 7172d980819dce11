"""What care costs, at the prices that the scenario gives for contacts, days in a spell and posts.

A post is priced as established: it costs the same whether somebody is in it or not, for as long as
the service has it. Posts belong to nobody in particular. Their cost is therefore counted for
everyone only, and a sum that would contain it is not given for groups and areas.
"""

from __future__ import annotations

import numpy as np

from sim.events import Window
from sim.laws import Floats, Ints
from sim.measures.activity import ActivityTally
from sim.measures.capacity import CapacityTally, working_time
from sim.measures.tallies import UNDEFINED, ratio
from sim.measures.words.form import of_service
from sim.measures.words.service import COST, COST_CONTACTS, COST_PLACE_DAYS, COST_POSTS
from sim.resolved import WHOLE_POST, Resolved
from sim.rules.prices import priced
from sim.units import DAY, YEAR


def post_costs(tally: CapacityTally, window: Window, resolved: Resolved) -> Floats:
    """Return what the posts of each service cost in the window, (S,); 0 where they have no price.

    The price is for a whole post and a year of 365.25 days. It is multiplied by the mean number of
    posts over the working minutes of the window, filled or vacant, part of a post by its share. The
    cost is NaN for a team that is priced and has no working minute in the window.
    """
    price = resolved.measuring.post_year_cost
    if not np.isfinite(price).any():
        return np.zeros(len(price))
    worked = working_time(window, resolved)
    posts = [ratio(a, b * WHOLE_POST) for a, b in zip(tally.post_minutes, worked, strict=True)]
    years = (window.closes - window.opens) / YEAR
    return np.where(np.isfinite(price), price * np.array(posts) * years, 0.0)


def costs(
    tally: ActivityTally, minutes: Ints, resolved: Resolved, of_posts: Floats | None = None
) -> dict[str, float]:
    """Return costs per person-year: overall, by kind and by service; empty without any price.

    Each attended contact, each day in a spell and each post counts with the cost that the scenario
    gives. If a service that was used has no price at all, its cost and the whole are undefined,
    because a sum over the other services would look complete.

    Parameters
    ----------
    tally
        The counts of the people measured, each of shape (S,).
    minutes
        Their person-minutes.
    of_posts
        What the posts of each service cost, (S,). None for a part of the people: the cost of posts
        is then not given, and neither is any sum that would contain it.
    """
    measuring, has = resolved.measuring, priced(resolved.measuring)
    if not has.any.any():
        return {}
    contacts = np.where(has.contacts, measuring.contact_cost * tally.contacts, 0.0)
    days = np.where(has.place_days, measuring.place_day_cost * tally.open_minutes / DAY, 0.0)
    used = (tally.contacts > 0) | (tally.open_minutes > 0)
    each = np.where(used & ~has.any, UNDEFINED, contacts + days)
    by_kind = {COST_CONTACTS: contacts, COST_PLACE_DAYS: days}
    whole = np.ones_like(has.posts) if of_posts is not None else ~has.posts
    if of_posts is not None:
        each = each + of_posts
        by_kind[COST_POSTS] = of_posts
    given = dict(zip((COST_CONTACTS, COST_PLACE_DAYS, COST_POSTS), has, strict=True))
    total = {COST: float(each.sum())} if whole.all() else {}
    total |= {kind: float(of.sum()) for kind, of in by_kind.items() if given[kind].any()}
    total |= {
        of_service(COST, service): float(each[row])
        for row, service in enumerate(resolved.names.services)
        if whole[row]
    }
    return {name: ratio(money * YEAR, minutes) for name, money in total.items()}
