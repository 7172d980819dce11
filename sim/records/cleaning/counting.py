"""Count what each cleaning rule leaves out or changes, and stop when it is too much."""

from __future__ import annotations

from sim.records.extract import Dropped
from sim.records.faults import Findings, at

MOST_DROPPED = 0.10
"""Of a table's distinct rows: when more are left out, the extract is not what it is taken for."""


class Counts:
    """Counts rows by rule and table, in the order of the rules."""

    def __init__(self) -> None:
        self.distinct: dict[str, int] = {}  # rows of a table that are neither copies nor superseded
        self._found: list[tuple[str, str, int, bool]] = []
        self._of: dict[tuple[str, str], int] = {}  # rows that a rule looked at, if not `distinct`

    def drop(
        self, rule: str, table: str, count: int, *, wrong: bool = True, of: int | None = None
    ) -> None:
        """Count rows that a rule left out or changed.

        Parameters
        ----------
        wrong
            Whether the rows were left out because something is wrong with them.
        of
            The rows that the rule looked at, where they are not the distinct rows of the table.
        """
        if of is not None:
            self._of[rule, table] = of
        self._found.append((rule, table, int(count), wrong))

    def dropped(self) -> tuple[Dropped, ...]:
        """Return what was counted; rows that a rule met at two places are added up."""
        sums: dict[tuple[str, str], int] = {}
        for rule, table, count, _ in self._found:
            sums[rule, table] = sums.get((rule, table), 0) + count
        return tuple(
            Dropped(
                rule, table, count, self._of.get((rule, table), self.distinct.get(table, count))
            )
            for (rule, table), count in sums.items()
        )

    def see_that_it_is_not_too_much(self, files: dict[str, str], findings: Findings) -> None:
        """Add a fault for each table with mistakes in more than a tenth of its rows."""
        for table, of in self.distinct.items():
            by_rule: dict[str, int] = {}
            for rule, name, count, wrong in self._found:
                if wrong and name == table and count:
                    by_rule[rule] = by_rule.get(rule, 0) + count
            count = sum(by_rule.values())
            if count > MOST_DROPPED * of:
                rules = "; ".join(f"{rule}: {number:,}" for rule, number in by_rule.items())
                findings.add(
                    at(files[table]),
                    f"{count:,} of {of:,} distinct rows would be left out ({rules}).",
                    f"At most {MOST_DROPPED:.0%} may be.",
                    "See that the files belong together, and that the mapping names the right "
                    "columns, teams and days.",
                )
