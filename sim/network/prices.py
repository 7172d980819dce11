"""Say which services have no price, and where the pay of workers may be counted twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.errors import listed
from sim.resolved import Resolved
from sim.rules.prices import Priced, priced


def unpriced(resolved: Resolved) -> list[str]:
    """Return the names of the services without any price; none if no service has one."""
    has = priced(resolved.measuring).any
    lacking = () if resolved.change is None else resolved.change.lacking
    return [
        name
        for row, name in enumerate(resolved.names.services)
        if has.any() and not has[row] and row not in lacking
    ]


def price_words(resolved: Resolved, label: Callable[[str], str]) -> Iterator[str]:
    """Iterate over sentences on the prices of one arm; none if it has no prices.

    Parameters
    ----------
    label
        A function from the name of a service to what it is called in the sentences.
    """
    lacking = unpriced(resolved)
    if lacking:
        yield (
            f"No price is given for {listed(label(name) for name in lacking)}. As soon as anybody "
            "is there, the whole cost is not known. A price of 0 leaves a service out on purpose."
        )
    has = priced(resolved.measuring)
    for row, name in enumerate(resolved.names.services):
        twice = _beside_posts(has, row)
        if twice:
            yield (
                f"{label(name)}: posts and {twice} both have a price. If the price of {twice} "
                "contains the pay of these workers, it is counted twice."
            )


def _beside_posts(has: Priced, row: int) -> str:
    """Return what is priced beside the posts of a service; "" if posts or all else have none."""
    if not has.posts[row]:
        return ""
    kinds = (("contacts", has.contacts), ("days in the service", has.place_days))
    found = [name for name, of in kinds if of[row]]
    return listed(found) if found else ""
