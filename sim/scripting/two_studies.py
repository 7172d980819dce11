"""Comparing two finished studies from a script."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.scripting.arguments import ArgumentError, Folder, folder_path, mapping, named, names
from sim.scripting.keywords import known_keywords
from sim.scripting.running import Results
from sim.scripting.storage import Temporary
from sim.scripting.tables import Table, parquet_of
from sim.studies.arm_pairs import Chosen, arm_pairs
from sim.studies.finished import Finished, finished_in
from sim.studies.two_studies import compare_two
from sim.tables.two_studies import TYPES, write_two_studies

A_STUDY = "Give what `sim.run` or `sim.compare` gave, or the folder that `sim run` wrote."


@dataclass(frozen=True)
class ComparedStudies:
    """How the numbers of two finished studies differ."""

    comparison: Table  # other minus one, for each pair of arms and measure, with verdicts
    paired: bool  # whether runs of the same replication were paired
    notes: tuple[str, ...]  # what has to be known to read it, in whole sentences
    family: tuple[str, ...]  # measures that are judged together

    def __repr__(self) -> str:
        """How it was compared, and how many rows there are."""
        how = "paired" if self.paired else "not paired"
        return f"<ComparedStudies {how}, {len(self.comparison):,} rows>"

    def _repr_html_(self) -> str:
        """The differences in what is judged, for notebooks, and the notes."""
        listed = ", ".join(f"'{name}'" for name in self.family)
        which = f" WHERE measure IN ({listed})" if listed else ""
        shown = self.comparison.sql(
            "SELECT measure, unit, arm_one, arm_other, mean_one, mean_other, difference, low, "
            f"high, verdict FROM this{which}"
        )
        said = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return f"{shown._repr_html_()}<p>Differences are other minus one.</p>{said}"


@known_keywords()
def compare_studies(
    one: Results | Folder,
    other: Results | Folder,
    *,
    arms: Sequence[str] | Mapping[str, str] | None = None,
) -> ComparedStudies:
    """Compare two finished studies, such as this year's with last year's.

    Where both have the same seed, replication r of each has the same random numbers, and runs are
    paired; replications that only one of them has are left out. Where the seeds differ the runs are
    independent, all are used, and intervals are Welch's.

    Parameters
    ----------
    one, other
        What `run` or `compare` gave, or the folder that ``sim run`` wrote. Differences are
        *other minus one*, and verdicts are about the other.
    arms
        Names of arms that both have, or a mapping from arms of the one to arms of the other, such
        as ``{"three_chairs": "four_chairs"}``. When None, every arm that both have.

    Returns
    -------
    ComparedStudies
        With a row for each pair of arms and each measure that both have, for everyone, and with
        notes: how runs were paired, what differs between the two scenarios, what was left out.

    Raises
    ------
    SimError
        For a folder without a study or one that was changed, for arms that are not there, and for
        studies whose numbers do not mean the same: other versions of the program, other lengths of
        the measured time, other definitions.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> one = sim.run(queue, replications=3)
    >>> two_talks = queue.with_values({"services.first_talk.capacity.places": 2})
    >>> other = sim.run(two_talks, replications=4)
    >>> found = sim.compare_studies(one, other, arms="three_chairs")
    >>> found.paired
    True
    >>> query = "SELECT arm_one, arm_other FROM this WHERE measure = 'list_length'"
    >>> list(found.comparison.sql(query))
    [('three_chairs', 'three_chairs')]
    """
    first, second = _finished("one", one), _finished("other", other)
    known = [each.planned.settings.arms for each in (first, second)]
    pairs = arm_pairs(known[0], known[1], _chosen(arms), "arms")
    found = compare_two(first, second, pairs)
    temporary = Temporary()
    write_two_studies(found.rows, temporary.folder / "comparison.csv")
    rows = parquet_of(
        temporary.folder / "comparison.csv", temporary.folder / "comparison.parquet", TYPES
    )
    return ComparedStudies(
        Table.of_file(rows, temporary), found.paired, found.notes, tuple(found.rules.family)
    )


def _finished(argument: str, value: object) -> Finished:
    if isinstance(value, Results):
        return value._again.finished
    try:
        place = folder_path(argument, value)
    except ArgumentError:
        raise ArgumentError(argument, f"{named(value)} is no finished study.", A_STUDY) from None
    return finished_in(place)


def _chosen(arms: object) -> Chosen:
    if isinstance(arms, Mapping):
        pairs = mapping("arms", arms, '{"three_chairs": "four_chairs"}')
        for name in (*pairs.keys(), *pairs.values()):
            if not isinstance(name, str):
                raise ArgumentError("arms", f"{named(name)} is not a name.", "Give names of arms.")
        return list(pairs.items())
    named_ones = names("arms", arms)
    return None if named_ones is None else [(arm, arm) for arm in named_ones]
