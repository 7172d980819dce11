"""A scenario that was read without faults, together with its arms."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, PrivateAttr

from sim.errors import ScenarioFaults, SimError, did_you_mean, listed
from sim.scenario.canonical import canonical_patches, quantities_in, with_ties
from sim.scenario.dividing import divided
from sim.scenario.document import Document
from sim.scenario.explaining import to_yaml
from sim.scenario.faults import faults_of
from sim.scenario.files import read_scenario_tree
from sim.scenario.from_data import tree_of
from sim.scenario.holding import what_holds_when
from sim.scenario.overriding import overridden_faults
from sim.scenario.project import Project
from sim.scenario.quantities import BUILT_IN, Sourced
from sim.scenario.refusing import shown
from sim.scenario.remembering import Memory
from sim.scenario.replacing import replaced, see_mapping
from sim.scenario.saving import save
from sim.scenario.services import Service
from sim.scenario.variant_faults import (
    faults_of_variant,
    in_areas,
    structure_faults,
    variant_faults,
)
from sim.scenario.variants import with_arm, with_group
from sim.scenario.viewing import as_page, in_a_line
from sim.scenario.written import Block


class Scenario(Document):
    """A valid scenario: a document with the tree from which it was read.

    Two scenarios are equal if their contents are equal, whatever files they were read from.
    """

    _tree: Block = PrivateAttr()
    _memory: Memory | None = PrivateAttr(None)  # of the reading, for versions read later
    _arms: dict[str, Scenario] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_tree(cls, tree: Block, memory: Memory | None = None) -> Scenario:
        """Return a scenario from a tree in which `sim.scenario.reading` found no fault."""
        scenario = cls.model_validate(tree, memory=memory)
        scenario._tree, scenario._memory = tree, memory
        return scenario

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, allow_outside: bool = False) -> Scenario:
        """Read a scenario file.

        Parameters
        ----------
        path
            A YAML file.
        allow_outside
            Whether the files that it names may lie outside its folder.

        Raises
        ------
        ScenarioFaults
            With every fault of the file, of the files it extends, and of each of its arms.

        Examples
        --------
        >>> Scenario.load("scenarios/queue.yaml").arm_names
        ('three_chairs', 'four_chairs')
        """
        if not isinstance(path, (str, os.PathLike)):
            raise SimError(
                f"{shown(path)} is not the path of a scenario file.\n"
                '  Write it as a text, such as sim.Scenario.load("scenarios/queue.yaml").'
            )
        file = Path(path)
        return cls._whole(read_scenario_tree(file, Project.of_scenario(file, allow_outside)))

    @classmethod
    def of(
        cls,
        data: Mapping[str, Any],
        *,
        folder: str | os.PathLike[str] = ".",
        allow_outside: bool = False,
    ) -> Scenario:
        """Return a scenario from data, with the keys and the rules of a scenario file.

        Parameters
        ----------
        data
            The content of a file: dicts, lists, numbers, and texts such as "6 weeks"; also arrays
            and columns of NumPy, pandas and polars, and `timedelta`. The source of a number is the
            nearest ``"source"`` around it. A ``"source"`` at the top is thus the source of every
            number that has no nearer one.
        folder, allow_outside
            The folder of the files that it names (``extends``, ``from_table``), and whether they
            may lie elsewhere.

        Raises
        ------
        ScenarioFaults
            With every fault, each with its path.

        Examples
        --------
        >>> desk = Scenario.of({
        ...     "throughline": 2,
        ...     "title": "One desk",
        ...     "source": "counted",
        ...     "sources": {"counted": {"kind": "local_data", "reference": "door count, May"}},
        ...     "run": {"length": "30 days"},
        ...     "people": {"arrivals": {"callers": {"rate": "20 per day", "to": "desk"}}},
        ...     "services": {"desk": {
        ...         "capacity": {"places": 1},
        ...         "ends": {"stay": {"exponential": {"mean": "1 hour"}}}}},
        ... })
        >>> desk
        <Scenario "One desk": 1 arm, 1 service, 0 needs>
        >>> Scenario.of(desk.to_dict()) == desk
        True
        """
        return cls._whole(tree_of(data, folder, allow_outside))

    @classmethod
    def _whole(cls, tree: Block) -> Scenario:
        """Return the scenario of a tree whose labelled variants are without fault too."""
        memory = Memory()
        scenario = cls.sound(tree, memory=memory)
        shared = Memory(memory)
        faults = variant_faults(scenario, scenario.tree, shared)
        if faults := [*faults, *structure_faults(scenario, scenario.tree, shared)]:
            raise ScenarioFaults(faults)
        return scenario

    @classmethod
    def sound(
        cls, tree: Block, arms: Collection[str] | None = None, memory: Memory | None = None
    ) -> Scenario:
        """Check a tree and return its scenario; with ``arms``, check only these arms.

        What a memory holds is not read again.

        Raises
        ------
        ScenarioFaults
            With every fault found.
        """
        tree, of_areas = divided(tree)
        if faults := [*of_areas, *faults_of(tree, arms, memory)]:
            raise ScenarioFaults(faults)
        return cls.from_tree(tree, memory)

    def with_values(
        self, values: Mapping[str, Any], *, arms: Collection[str] | None = None
    ) -> Scenario:
        """Return a copy of the scenario with other values.

        Parameters
        ----------
        values
            A mapping from paths to values. A path is written as ``services.gp.contacts.length``.
            Items of lists are counted from 0. Inside a mechanism the path continues after ``on`` or
            ``off``, inside an arm after its name. Values are read as in a file: numbers, or texts
            such as "6 weeks". If a number is replaced, its range is removed.
        arms
            The arms to check for faults. None checks all arms, which is slower.

        One share of a row that adds up to 1 is set as ``{"value": 0.3, "rest": "nowhere"}``. Here
        ``rest`` names the share that takes what is left, or is "in proportion".

        Raises
        ------
        ScenarioFaults
            With every unknown path, every value that is not allowed, and every value without effect
            in an arm because the arm, a mechanism or a group sets it too.

        Examples
        --------
        >>> queue = Scenario.load("scenarios/queue.yaml")
        >>> later = queue.with_values({"people.arrivals.newcomers.rate": "0.4 per day"})
        >>> later.people.arrivals["newcomers"].rate.written
        '0.4 per day'

        The arm `four_chairs` sets its own number of places, so the two values are set separately:

        >>> five = queue.with_values({
        ...     "services.group.capacity.places": 4,
        ...     "arms.four_chairs.set.services.group.capacity.places": 5})
        >>> [five.arm(name).services["group"].capacity.places.value for name in five.arm_names]
        [4, 5]
        """
        see_mapping(values)
        values = self.in_areas(values)
        changed = self.replacing(values, arms=arms)
        looked_at = changed.arm_names if arms is None else arms
        faults = overridden_faults(changed, changed.tree, values, looked_at)
        if faults:
            raise ScenarioFaults(faults)
        return changed

    def replacing(
        self, values: Mapping[str, Any], *, arms: Collection[str] | None = None
    ) -> Scenario:
        """Return a copy with other values; overrides by arms, mechanisms and groups stay."""
        see_mapping(values)
        for name in arms or ():
            self._see_arm(name)
        changed = replaced(self._tree, self, self.in_areas(values))
        memory = Memory(self._memory)
        found = Scenario.sound(changed, arms, memory)
        memory.alone()  # a script may change values ten thousand times, one after the other
        return found

    def in_areas(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by path; a path of a common service becomes one path for each area."""
        return in_areas(self._tree, values)

    def variant(self, name: str, arms: Collection[str]) -> Scenario:
        """Return the scenario with the values of one of its `variants`.

        Raises
        ------
        ScenarioFaults
            With every fault that these values have in the given arms.
        SimError
            If there is no such variant.
        """
        _see_name(name, self.variants, "variant")
        memory = Memory(self._memory)
        if faults := faults_of_variant(self, self._tree, name, arms, memory):
            raise ScenarioFaults(faults)
        changed = replaced(self._tree, self, self.in_areas(self.variants[name].changes))
        return Scenario.sound(changed, (), memory)

    @property
    def tree(self) -> Block:
        """The content of the files, with the line and column of each part."""
        return self._tree

    def arm(self, name: str) -> Scenario:
        """Return the complete scenario of one arm, with its mechanisms and changes applied.

        Raises
        ------
        SimError
            If there is no such arm.
        """
        self._see_arm(name)
        if name in self._arms:
            return self._arms[name]
        arm = Scenario.from_tree(with_arm(self._tree, self, name), Memory(self._memory))
        if self._memory is not None:  # else its numbers may be changed: see `watching`
            self._arms[name] = arm
        return arm

    @cached_property
    def services_of_all_arms(self) -> dict[str, Service]:
        """Every service of the scenario and of its arms, by name.

        The services of the scenario come first, then those that arms add, in the order of the
        arms. Each service has the settings of the first of these that contains it.
        """
        found = dict(self.services)
        for arm in self.arms:
            for name, service in self.arm(arm).services.items():
                found.setdefault(name, service)
        return found

    def _see_arm(self, name: str) -> None:
        _see_name(name, self.arms, "arm")

    def version(self, tree: Block) -> Document:
        """Return the document of another version of this scenario's tree, as of one mechanism.

        What the two have in common is not read again.
        """
        return Document.model_validate(tree, memory=Memory(self._memory))

    def group(self, name: str) -> Scenario:
        """Return the scenario for the people of one group, with its overrides applied.

        Raises
        ------
        SimError
            If there is no such group.
        """
        _see_name(name, self.people.groups, "group")
        return Scenario.from_tree(with_group(self._tree, name), Memory(self._memory))

    def to_dict(self) -> dict[str, Any]:
        """Return the whole scenario as plain data, in canonical form and with every default.

        The data are dicts, lists, texts and numbers that JSON can represent. `Scenario.of` makes
        an equal scenario from them. They include the content of all files from which the scenario
        was read; the files are no longer named.
        """
        form = canonical_patches(self.plain(), self, self._tree, Memory(self._memory))
        return with_ties(form, self, self._tree)

    def explain(self) -> str:
        """Return the scenario as YAML, with every default and the origin of each value.

        The origin is a file and a line, ``scenario`` for data given to `of`, ``with_values`` for
        values set by that function, or ``default`` for values that nobody wrote. With `run.change`
        it also states when each arm and mechanism begins to apply, and of an analysis plan its
        digest. The text can be loaded again and gives an equal scenario.
        """
        notes = what_holds_when(self)
        if self.analysis_plan is not None:
            notes["analysis_plan",] = f"digest {self.analysis_plan.digest}"
        return to_yaml(self.to_dict(), self._tree, notes)

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the scenario to a YAML file and return its path.

        `load` reads the file as an equal scenario.

        Parameters
        ----------
        path
            A path in an existing folder.
        replace
            Whether an existing file may be replaced. A file with the same content is accepted in
            any case and left unchanged.

        Raises
        ------
        SimError
            If another file has that name, or if the file cannot be written.
        """
        return save(to_yaml(self.to_dict()), path, replace)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 digest of `to_dict`, which is the same for files with the same content."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def quantities(self, built_in: bool = False) -> Iterator[tuple[str, Sourced]]:
        """Iterate over every number that has a source; defaults are included with ``built_in``."""
        for path, quantity in quantities_in(self):
            if built_in or quantity.source != BUILT_IN:
                yield path, quantity

    def changed_quantities(self, arm: str) -> Iterator[tuple[str, Sourced]]:
        """Iterate over the numbers that an arm changes or adds, each with its path."""
        common = dict(self.quantities(built_in=True))
        for path, quantity in self.arm(arm).quantities():
            if common.get(path) != quantity:
                yield path, quantity

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what pickling needs: the tree only, because the models are made at run time."""
        return Scenario.from_tree, (self._tree,)

    def __repr__(self) -> str:
        """Return the title and the size of the scenario, in one line."""
        return in_a_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Return the question, arms, services and needs as HTML, for notebooks."""
        return as_page(self)

    def __dir__(self) -> list[str]:
        """Return the names of the scenario's contents and methods, without those of pydantic."""
        kinds = (Scenario, Document)
        own = {name for kind in kinds for name in vars(kind) if name not in vars(BaseModel)}
        public = {name for name in own if not name.startswith(("_", "model_"))}
        return sorted(public | set(Document.model_fields))

    def __eq__(self, other: object) -> bool:
        """Return whether another scenario has the same content."""
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        """Return a hash of the content."""
        return hash(self.digest)


def _see_name(name: object, known: Collection[str], what: str) -> None:
    """Raise an error if a scenario does not have an arm or group of this name."""
    if not isinstance(name, str):
        raise SimError(f"{shown(name)} is not the name of an {what}.".replace("an g", "a g"))
    if name not in known:
        remedy = did_you_mean(name, known, f"{what.capitalize()}s: {listed(known)}.")
        raise SimError(f"There is no {what} `{name}` in this scenario. {remedy}")
