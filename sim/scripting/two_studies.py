"""Compare two finished studies from a script."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.report.drift import drift_notes
from sim.scripting.arguments import ArgumentError, Folder, folder_path, mapping, named, names
from sim.scripting.keywords import known_keywords
from sim.scripting.running import Results
from sim.scripting.storage import Temporary
from sim.scripting.tables import Table, parquet_of
from sim.studies.arm_pairs import Chosen, arm_pairs
from sim.studies.finished import Finished, finished_in
from sim.studies.two_studies import TwoStudies, compare_two
from sim.tables.two_studies import TYPES, write_two_studies

A_STUDY = "Give what `sim.run` or `sim.compare` gave, or the folder that `sim run` wrote."


@dataclass(frozen=True)
class ComparedStudies:
    """The differences between two finished studies."""

    comparison: Table  # other minus one, for each pair of arms and measure, with verdicts
    paired: bool  # whether runs of the same replication were paired
    notes: tuple[str, ...]  # what has to be known to read it, in whole sentences
    family: tuple[str, ...]  # measures that are judged together

    def __repr__(self) -> str:
        """Return how the studies were compared, and the number of rows."""
        how = "paired" if self.paired else "not paired"
        return f"<ComparedStudies {how}, {len(self.comparison):,} rows>"

    def _repr_html_(self) -> str:
        """Return the notes and the differences in the judged measures as HTML, for notebooks."""
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

    If both studies have the same seed, replication r has the same random numbers in both. Runs are
    then paired, and replications that only one study has are left out. If the seeds differ, the
    runs are independent. All runs are then used, with Welch's intervals.

    Parameters
    ----------
    one, other
        Two studies: results of `run` or `compare`, or a folder that ``sim run`` wrote. Differences
        are `other` minus `one`, and a verdict of better means that `other` is better.
    arms
        Names of arms that both studies have, or a mapping from arms of `one` to arms of `other`,
        such as ``{"three_chairs": "four_chairs"}``. When None, every arm that both studies have.

    Returns
    -------
    ComparedStudies
        A row for each pair of arms and each measure that both studies have, for everyone. The notes
        say how runs were paired, how the two scenarios differ, and what was left out.

    Raises
    ------
    SimError
        For a folder without a study, a study that was changed, or an arm that does not exist. Also
        if the numbers of the two studies do not have the same meaning. This is so if the version
        of the program, the length of the measured window or a definition differs.

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
    notes = (*found.notes, *drift_notes(found.drift))
    return ComparedStudies(_table(found), found.paired, notes, tuple(found.rules.family))


def _table(found: TwoStudies) -> Table:
    temporary = Temporary()
    write_two_studies(found.rows, temporary.folder / "comparison.csv")
    rows = parquet_of(
        temporary.folder / "comparison.csv", temporary.folder / "comparison.parquet", TYPES
    )
    return Table.of_file(rows, temporary)


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
