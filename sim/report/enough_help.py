"""Say how much help is wanted, and how much of it is enough, as the scenario sets it."""

from __future__ import annotations

from sim.report.wording import listed, percent
from sim.scenario.measures import ENOUGH, Measures

BLIND = (
    "The share of time without being short does not tell how help is divided: many people seen "
    "briefly and a few seen properly can have the same share. The share of people who are helped "
    "enough does."
)


def help_words(measures: Measures) -> list[str]:
    """Return sentences on the help wanted, and on how much is enough; none if none is wanted."""
    wanted = measures.wanted
    if wanted is None:
        return []
    rates = {
        "settled": wanted.settled,
        "with a mild need": wanted.mild,
        "with a severe need": wanted.severe,
        "in crisis": wanted.crisis,
    }
    said = [f"{rate.written} {when}" for when, rate in rates.items() if rate.minutes]
    differs = " on average; people differ in it" if wanted.person else ""
    return [
        f"Help wanted: {listed(said) or 'none'}{differs}. {enough_words(measures)}",
        BLIND,
    ]


def enough_words(measures: Measures) -> str:
    """Return which share of the time in need must not be short of help, with its range."""
    enough = measures.enough
    value = ENOUGH if enough is None else enough.value
    words = f"Enough is {percent(value)} or more of a person's time in need without being short"
    if enough is None or enough.low is None or enough.high is None:
        return f"{words}."
    return f"{words}; it could also be {percent(enough.low)} to {percent(enough.high)}."
