"""Count, while a run happens, for how long how many people are at each service."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.laws import Ints


@linked
def see_occupancy(service: Any, occupied: Ints, now: int, opens: int) -> None:
    """Count the minutes up to now, before the number of people or places changes."""
    clipped = max(now, opens)
    minutes = clipped - service.counted_to
    occupied[service.taken] += minutes
    if service.places > 0:
        service.placed += minutes
        if service.taken >= service.places:
            service.full += minutes
    service.counted_to = clipped
