"""Read a study file, which describes a sweep: scenario, levers, outcomes and replications."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.engines.choosing import Engine
from sim.errors import Fault, Location, ScenarioFaults, did_you_mean, listed
from sim.measures.catalogue import BUILT_IN
from sim.resolved import Names
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.document import Document
from sim.scenario.file_kinds import STUDY
from sim.scenario.files import read_scenario_tree
from sim.scenario.kinship import refuse_scenarios
from sim.scenario.overriding import overridden_faults
from sim.scenario.project import Project
from sim.scenario.refusing import shown
from sim.scenario.shaping import read_as
from sim.scenario.texts import read_text
from sim.scenario.written import Block, location_of
from sim.scenario.yaml_nodes import read_tree
from sim.studies.analyses.base import Analysis, AnalysisFault, Base
from sim.studies.analyses.precision import PrecisionAsked, read_precision
from sim.studies.analyses.reading import READERS
from sim.studies.design import Design, DesignError, Lever
from sim.studies.design.designs import GRID, KINDS, LATIN, TABLE, design, table_design
from sim.studies.family import REMEDY
from sim.studies.sweeps.specification import Asked, arm_order, usual_outcomes
from sim.studies.sweeps.study_document import EVERY_RANGE, FORMAT, StudyDocument
from sim.studies.sweeps.varied import Sections, Spoken, Varied, free_ranges

BEGINS = "A study starts with `throughline_study: 1`, a `title` and the `scenario` it is about."
ONE_LEVER = "To try the same in all arms, let one lever set it: `sets: [{path}, {too}]`"
STAND_INS = {"throughline_study": FORMAT, "title": "-", "scenario": "-"}


def read_study(path: Path, replications: int | None = None, allow_outside: bool = False) -> Asked:
    """Read a study file and its scenario.

    Parameters
    ----------
    replications
        The number of replications, which replaces the number in the file. When None, the file's
        number is used.
    allow_outside
        Whether the study may name files outside its own folder and the folder above.

    Raises
    ------
    ScenarioFaults
        With every fault in the study file or in its scenario.
    DesignError
        If the design cannot be made.
    """
    file = str(path)
    tree = read_tree(read_text(file, Location(file, 1, 1), STUDY), file, BEGINS)
    refuse_scenarios(tree)
    document, reading = read_as(StudyDocument, tree, STAND_INS)
    if reading.faults or document is None:
        raise ScenarioFaults(reading.faults)
    project = Project.of_study(path, allow_outside)
    return _Study(path, tree, document, project).asked(replications)


class _Study:
    """A study file whose keys and values are valid, from which the sweep is built."""

    def __init__(self, path: Path, tree: Block, document: StudyDocument, project: Project) -> None:
        self.tree, self.document = tree, document
        self.file, self.project = str(path), project
        self.faults: list[Fault] = []
        self.scenario = self._scenario()

    def asked(self, replications: int | None) -> Asked:
        """Return the complete sweep; raise ScenarioFaults with every fault."""
        document = self.document
        arms = self._arms()
        chosen = self._design()
        levers, uncertain = self._varied(arms or self.scenario.arm_names, chosen)
        self._see_twice("arms", document.arms or ())
        self._see_twice("outcomes", document.outcomes)
        outcomes = tuple(document.outcomes) or usual_outcomes(self.scenario)
        names = resolve(self.scenario, (arms or self.scenario.arm_names)[0]).names
        self._see_outcomes(outcomes, names)
        base = self._base(arms, outcomes, names, replications)._replace(
            levers=tuple(levers), uncertainties=tuple(uncertain)
        )
        precision, analyses = self._analyses(base) if not self.faults else (None, [])
        swept = document.sensitivity is None or document.design is not None  # else it varies them
        varied = (*levers, *(uncertain if swept else ()))
        if not (varied or precision or analyses or self.faults):
            self._fault(
                (), "Nothing is varied.", "Name a number under `levers` or `uncertainties`."
            )
        if not self.faults:
            self._see_sources()
        if self.faults:
            raise ScenarioFaults(self.faults)
        if chosen is None:
            lists = all(each.span is None for each in varied)
            chosen = design(GRID if lists else LATIN)
        return Asked(
            title=document.title,
            question=document.question,
            about=document.about,
            base=base,
            design=chosen,
            engine=Engine(document.engine),
            precision=precision,
            analyses=tuple(analyses),
            warm_up=document.warm_up,
            varies_uncertainties=swept,
        )

    def _base(
        self, arms: tuple[str, ...], outcomes: tuple[str, ...], names: Names, many: int | None
    ) -> Base:
        """Return the inputs that all questions share, without the varied numbers."""
        run, baseline = self.scenario.run, self.scenario.baseline
        return Base(
            scenario=self.scenario,
            arms=arms,
            baseline=baseline if baseline in arms else arms[0],
            outcomes=outcomes,
            replications=many or self.document.replications or run.replications,
            seed=run.seed if self.document.seed is None else self.document.seed,
            names=names,
            levers=(),
            uncertainties=(),
        )

    def _analyses(self, base: Base) -> tuple[PrecisionAsked | None, list[Analysis]]:
        """Return the precision rule and the analyses, whose runs are chosen from results."""
        precision, found = None, []
        try:
            if self.document.precision is not None:
                precision = read_precision(self.document.precision, base)
        except AnalysisFault as fault:
            self._fault(("precision", *fault.step), fault.problem, fault.remedy)
        for key, read in READERS.items():
            block = getattr(self.document, key)
            try:
                if block is not None:
                    found.append(read(block, base))
            except AnalysisFault as fault:
                self._fault((key, *fault.step), fault.problem, fault.remedy)
        return precision, found

    def _fault(self, path: tuple[str | int, ...], problem: str, remedy: str = "") -> None:
        location = location_of(self.tree, path)
        self.faults.append(
            Fault(location._replace(path=".".join(map(str, path))), problem, "", remedy)
        )

    def _scenario(self) -> Scenario:
        named_at = location_of(self.tree, ("scenario",))
        path = Path(self.project.file(self.document.scenario, self.file, named_at))
        scenario = Scenario.sound(read_scenario_tree(path, self.project, named_at))
        return scenario.replacing(self.document.fixed) if self.document.fixed else scenario

    def _arms(self) -> tuple[str, ...]:
        known = self.scenario.arm_names
        chosen = self.document.arms
        if chosen is not None and not chosen:
            self._fault(("arms",), "No arm is named.", f"Arms: {listed(known)}.")
        for at, name in enumerate(chosen or ()):
            if name not in known:
                self._fault(
                    ("arms", at),
                    f"`{name}` is not an arm of the scenario.",
                    did_you_mean(name, known, f"Arms: {listed(known)}."),
                )
        return arm_order(self.scenario, chosen) or known

    def _varied(
        self, arms: tuple[str, ...], chosen: Design | None
    ) -> tuple[list[Lever], list[Lever]]:
        """Return the levers, including those that a table names, and the uncertain numbers."""
        document = self.document
        every = document.uncertainties == EVERY_RANGE
        written = {"levers": document.levers}
        if not every:
            written["uncertainties"] = document.uncertainties
        table = chosen if chosen is not None and chosen.kind == TABLE else None
        sections = Sections(written, document.fixed, bool(analyses_of(document)))
        found = Varied(self.scenario, arms, sections, table, self._spoken())
        self.faults += found.faults
        self.varied = found
        levers = [*found.found["levers"], *found.of_table]
        if not every:
            return levers, found.found["uncertainties"]
        if table is not None:
            self._fault(
                ("uncertainties",),
                "The table says what every setting is, and has no column for every range.",
                "Name a latin hypercube as the design, or take `uncertainties` out.",
            )
            return levers, []
        return levers, free_ranges(self.scenario, arms, levers)

    def _spoken(self) -> Spoken:
        tree = self.tree

        def location(section: str, name: str) -> Location:
            return location_of(tree, (section, name))._replace(path=f"{section}.{name}")

        def at_key(section: str, name: str) -> Location:
            found: Location = tree[section].keys_at[name]
            return found._replace(path=f"{section}.{name}")

        return Spoken(location, at_key, location_of(tree, ("design",)), "arms", ONE_LEVER)

    def _see_sources(self) -> None:
        """Add faults for numbers that an arm, mechanism or group overrides.

        It is called if there is no other fault.
        """
        document, scenario = self.document, self.scenario
        self.varied.see_reach()
        self.faults += self.varied.faults
        together = [*document.fixed, *(p for each in self.varied.every for p in each.paths)]
        for path in document.fixed:
            location = location_of(self.tree, ("set", path))
            self.faults += overridden_faults(
                scenario, scenario.tree, [path], self._arms(), together, location
            )

    def _see_twice(self, key: str, names: Sequence[str]) -> None:
        for at, name in enumerate(names):
            if name in names[:at]:
                self._fault((key, at), f"`{name}` is named twice.", "Take one of the two out.")

    def _design(self) -> Design | None:
        written = self.document.design
        if written is None:
            return None
        kind, size = written, None
        if isinstance(written, dict) and len(written) == 1:
            ((kind, size),) = written.items()
        try:
            if kind == TABLE:
                named_at = location_of(self.tree, ("design",))
                file = self.project.file(str(size), self.file, named_at)
                table = table_design(file, named_at, str(size))
                if not any(map(self._may_be_varied, table.rows[0])):
                    raise DesignError(  # and not a word of what it says
                        f"{size} is not a table of settings: no column is a lever or a path.",
                        "Its first row names what is varied, as `services.gp.capacity.places`.",
                    )
                return table
            if not isinstance(kind, str) or kind not in KINDS:
                raise DesignError(
                    f"{shown(kind)} is not a design.",
                    f"Designs: {listed(KINDS)}. {did_you_mean(str(kind), KINDS)}".strip(),
                )
            return design(kind, size)
        except DesignError as error:
            problem = error.problem
            self._fault(("design",), problem[:1].upper() + problem[1:], error.remedy)
        except ScenarioFaults as faults:
            self.faults += faults.faults
        return None

    def _may_be_varied(self, name: str) -> bool:
        """Return whether a name is that of a lever, or begins like a path of the scenario."""
        return name in self.document.levers or name.partition(".")[0] in Document.known_keys()

    def _see_outcomes(self, outcomes: Sequence[str], names: Names) -> None:
        for at, name in enumerate(outcomes):
            if not BUILT_IN.is_measure(name, names):
                self._fault(
                    ("outcomes", at),
                    f'"{name}" is not a measure of this scenario.',
                    did_you_mean(name, BUILT_IN.whole_names, REMEDY),
                )


def analyses_of(document: StudyDocument) -> list[str]:
    """Return the blocks of a study file that ask for analyses."""
    return [key for key in READERS if getattr(document, key) is not None]
