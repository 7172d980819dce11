"""Give each code of a study its words, so that each code has words of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.measures.measuring import AREA
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.report.view import View
from sim.report.wording import sentence_case
from sim.scenario.labels import apart
from sim.studies.study import EVERYONE, Study


@dataclass(frozen=True)
class Names:
    """The words of everything in a study that has a code.

    Where two codes of a kind have the same words, the code follows them in brackets.
    """

    study: Study

    @cached_property
    def view(self) -> View:
        """The study with the words of the report."""
        return View(self.study)

    @property
    def currency(self) -> str:
        """The currency of the scenario."""
        return str(self.study.scenario.currency)

    @cached_property
    def measures(self) -> Mapping[str, str]:
        """The words of each measure."""
        names = dict.fromkeys(series.measure for series in self.study.measures.series)
        return apart({name: sentence_case(self.view.described(name).label) for name in names})

    @cached_property
    def arms(self) -> Mapping[str, str]:
        """The words of each arm."""
        return apart({arm: self.view.label(arm) for arm in self.view.arms})

    @cached_property
    def services(self) -> Mapping[str, str]:
        """The words of each service."""
        return self.view.service_labels

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The words of each group and area."""
        names = self.view.names
        areas = {
            f"{AREA}{name}": label
            for name, label in zip(names.areas, names.area_labels, strict=True)
        }
        found = {
            EVERYONE: "Everyone",
            **dict(zip(names.groups, names.group_labels, strict=True)),
            **areas,
        }
        others = {series.group for series in self.study.measures.series} - found.keys()
        return apart({**found, **{name: name for name in sorted(others)}})

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The words of each number of the scenario, by its path, in the order of the file."""
        scenario = self.study.scenario
        paths = dict.fromkeys(path for path, _ in scenario.quantities())
        if self.study.worlds is not None:
            paths |= dict.fromkeys(each.name for each in self.study.worlds.uncertain)
        labels = Labels(scenario)
        return apart({path: sentence_case(said_of(path, labels).words) for path in paths})

    def place(self, path: str) -> int:
        """Return the place of a number in the file, from 1."""
        return self._places[path]

    def codes(self) -> Iterator[tuple[str, str, str]]:
        """Iterate over the kind, the words and the code of everything."""
        for kind, words in (
            ("measure", self.measures),
            ("way of care", self.arms),
            ("service", self.services),
            ("group", self.groups),
            ("number", self.numbers),
        ):
            for code, said in words.items():
                yield kind, said, code

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {path: at for at, path in enumerate(self.numbers, 1)}
