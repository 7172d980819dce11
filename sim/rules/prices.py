"""Which services have which price."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags
from sim.resolved import Measuring


class Priced(NamedTuple):
    """Which services have which price. Shape (S,)."""

    contacts: Flags
    place_days: Flags
    posts: Flags

    @property
    def any(self) -> Flags:
        """Which services have any price."""
        found: Flags = self.contacts | self.place_days | self.posts
        return found


def priced(measuring: Measuring) -> Priced:
    """Return which services have which price."""
    return Priced(
        contacts=np.isfinite(measuring.contact_cost),
        place_days=np.isfinite(measuring.place_day_cost),
        posts=np.isfinite(measuring.post_year_cost),
    )
