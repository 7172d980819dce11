"""Read the options that choose logs and their tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sim.errors import SimError, did_you_mean, listed
from sim.studies.files.naming import printable
from sim.studies.manifest import EVERY_LOG, LogChoice
from sim.tables.logs import LogForm, tables_of

A_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class LogWords(NamedTuple):
    """The options for logs as the user typed them; None for an option that was not given."""

    tables: str | None = None
    replications: str | None = None
    arms: str | None = None


class Options(NamedTuple):
    """The names that the options for logs have in messages."""

    tables: str
    replications: str
    arms: str


OF_RUN = Options("--log-tables", "--log-replications", "--log-arms")


class LogOptionsError(SimError):
    """The options for logs cannot be used; the error holds every fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def log_choice(
    form: LogForm | None,
    words: LogWords,
    known_arms: Sequence[str],
    replications: int,
    options: Options = OF_RUN,
) -> LogChoice:
    """Return which logs and tables are chosen. A part that is None means all of them.

    Raises
    ------
    LogOptionsError
        With every table, arm and replication that does not exist.
    """
    faults: list[str] = []
    if form is None:
        given = [name for name, word in zip(options, words, strict=True) if word is not None]
        if given:
            raise LogOptionsError(
                [f"{listed(given)}: no log is written.\n  Give `--log parquet` as well."]
            )
        return EVERY_LOG
    known = tables_of(form)
    tables = _names(options.tables, words.tables, known, "a table of this form of the log", faults)
    arms = _names(options.arms, words.arms, known_arms, "an arm that is run", faults)
    numbers = numbers_in(options.replications, words.replications, replications, faults)
    if faults:
        raise LogOptionsError(faults)
    return LogChoice(
        None if tables is None or len(tables) == len(known) else tables,
        None if arms is None or len(arms) == len(known_arms) else arms,
        None if numbers is None or len(numbers) == replications else numbers,
    )


def _names(
    option: str, text: str | None, known: Sequence[str], what: str, faults: list[str]
) -> tuple[str, ...] | None:
    """Return the names in a text separated by commas, in the order of `known`."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    every = f"There {'is' if len(known) == 1 else 'are'} {listed(f'`{each}`' for each in known)}."
    if not names:
        faults.append(f"{option}: nothing is named.\n  {every}")
    for name in dict.fromkeys(names):
        if name not in known:
            meant = did_you_mean(name, known)
            faults.append(
                f"{option}: `{printable(name)}` is not {what}.\n  {every} {meant}".rstrip()
            )
    return tuple(name for name in known if name in names)


def numbers_in(
    option: str, text: str | None, most: int, faults: list[str]
) -> tuple[int, ...] | None:
    """Return the numbers in a text such as `1,3-5`: numbers and ranges, separated by commas."""
    if text is None:
        return None
    found: set[int] = set()
    allowed = f"Numbers are from 1 to {most}; write several as `1,3-5`."
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        faults.append(f"{option}: nothing is named.\n  {allowed}")
    for part in parts:
        match = A_RANGE.fullmatch(part)
        if match is None:
            faults.append(f"{option}: `{printable(part)}` is no number or range.\n  {allowed}")
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            faults.append(f"{option}: `{part}` ends before it begins.\n  {allowed}")
        elif first < 1 or last > most:
            faults.append(f"{option}: `{part}` is out of range.\n  {allowed}")
        else:
            found.update(range(first, last + 1))
    return tuple(sorted(found))
