"""A whole scenario file as one model, with everything that is fixed before a run."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from sim.calendar import Calendar
from sim.scenario.analysis_plan import AnalysisPlan
from sim.scenario.arms import Arm, Mechanism
from sim.scenario.dates import Day, SettingPoint, dates_of
from sim.scenario.effects import Effects, effects_of
from sim.scenario.formats import FORMAT, FormatNumber
from sim.scenario.labelled import LabelledVariant
from sim.scenario.labels import Title, apart
from sim.scenario.measures import Measures
from sim.scenario.needs import Need
from sim.scenario.parts import ByMeasure, Items, Named, Part, Plain
from sim.scenario.people import Attendance, Leaving, People, Relationship, Seeking, Shares, Trust
from sim.scenario.remembering import MEMORY, Memory
from sim.scenario.services import Service
from sim.scenario.sources import Source
from sim.scenario.stigma import AT as STIGMA_COVERS, covers_unless_written, has_stigma
from sim.scenario.targets import Targets, TargetsCovariance
from sim.scenario.values import UnitNumber, ZeroOrMore, count
from sim.scenario.words import Name, SettingLength, SomeText, Text
from sim.scenario.worlds import Structures, Together, Worlds
from sim.units import Length


class Run(Part):
    """How long and how often a scenario is run."""

    begins: Day | None = Field(None, description="The date of minute 0", examples=["2027-04-01"])
    length: SettingLength = Field(examples=["4 years"], description="Warm-up included")
    change: SettingPoint | None = Field(
        None, description="When the arms begin to differ; all follow `history` until then"
    )
    history: Name | None = Field(
        None, description="The arm that all follow until the change; the baseline unless written"
    )
    warm_up: SettingPoint = Field(
        Length(0, "day"), description="The time until the change unless written"
    )
    replications: Annotated[int, count(1, 1_000_000)] = 10
    seed: Annotated[int, count(0, 2**53)] = 1

    @model_validator(mode="after")
    def _measured_from_the_change(self) -> Run:
        if self.change is not None and "warm_up" not in self.model_fields_set:
            object.__setattr__(self, "warm_up", self.change)
        return self


class Compare(Part):
    """Which arm the others are compared with, and what difference matters."""

    baseline: Name | None = Field(None, description="The first arm unless written")
    smallest_difference: ByMeasure[ZeroOrMore] = Field(
        default_factory=dict, description="By measure; smaller differences do not matter"
    )
    family: Items[Text] = Field((), description="Measures judged together")


class Workforce(Part):
    """Whether arms may differ in staff hours and places."""

    tolerance: UnitNumber = Field(
        0.0, description="Share of one service's hours, or of one kind's places, arms may differ by"
    )
    unequal: SomeText | None = Field(
        None, description="Why arms differ; printed on every result where they do"
    )


def _one_arm() -> dict[str, Arm]:
    return {"baseline": Arm(label="Baseline")}


class Document(Part):
    """A scenario file. Without needs it is a queueing network."""

    throughline: FormatNumber = Field(examples=[str(FORMAT)], description="Format of the file")
    title: Title = Field(examples=["Care in Riverside"])
    question: Text = ""
    about: Text = ""
    involvement: SomeText | None = Field(
        None, description="Who was involved in making this file; not taken over by `extends`"
    )
    sources: Named[Source] = Field(default_factory=dict)
    run: Run
    people: People = People()
    leaving: Leaving = Leaving()
    trust: Trust = Trust()
    relationship: Relationship = Relationship()
    attendance: Attendance = Attendance()
    seeking: Seeking = Seeking()
    effects: Effects = Effects()
    needs: Named[Need] = Field(default_factory=dict)
    services: Named[Service]
    price_year: Annotated[int, count(1900, 2200)] | None = None
    currency: Text = "£"
    measures: Measures = Measures()
    compare: Compare = Compare()
    analysis_plan: AnalysisPlan | None = Field(
        None, description="What is judged, fixed before there are results"
    )
    targets: Targets = Field(default_factory=dict)
    targets_covariance: TargetsCovariance | None = Field(
        None, description="A table of the covariance of the errors of targets"
    )
    workforce: Workforce = Workforce()
    mechanisms: Named[Mechanism] = Field(default_factory=dict)
    arms: Named[Arm] = Field(default_factory=_one_arm)
    variants: Named[LabelledVariant] = Field(
        default_factory=dict, description="Other values under which every arm is run as well"
    )
    together: Items[Together] = Field((), description="Numbers that are unsure together")
    structures: Structures = Field(
        default_factory=dict,
        description="By name, or by path: options with the share of worlds in which each holds",
    )
    worlds: Worlds | None = Field(
        None, description="A table of worlds, in place of draws of what its columns name"
    )

    @model_validator(mode="after")
    def _as_often_as_planned(self) -> Self:
        plan = self.analysis_plan
        if plan is not None and "replications" not in self.run.model_fields_set:
            run = self.run.model_copy(update={"replications": plan.replications})
            object.__setattr__(self, "run", run)
        return self

    @classmethod
    def model_validate(cls, obj: Any, *, memory: Memory | None = None, **how: Any) -> Self:
        """Read a tree as a document; times written as dates are counted from `run.begins`."""
        how.setdefault("context", {**dates_of(obj, cls), MEMORY: memory})
        return super().model_validate(obj, **how)

    def plain(self) -> Plain:
        """Return the document in canonical form, in the newest format."""
        form = {**super().plain(), "throughline": FORMAT}
        for key in ("variants", "together", "structures"):
            if not form[key]:
                del form[key]  # so that the digests of older files stay
        if self.stigma_covers != covers_unless_written(FORMAT) and has_stigma(form):
            block, key = STIGMA_COVERS
            form[block] = {**form[block], key: self.stigma_covers}
        return form

    @property
    def stigma_covers(self) -> bool:
        """Whether a stigmatising contact covers and supports needs like any other contact."""
        written = self.measures.stigma_covers
        return covers_unless_written(self.throughline) if written is None else written

    @property
    def calendar(self) -> Calendar:
        """The calendar of a run, with its dates if it has any."""
        return Calendar(self.run.begins)

    @property
    def arm_names(self) -> tuple[str, ...]:
        """The names of the arms, in file order."""
        return tuple(self.arms)

    @property
    def baseline(self) -> str:
        """The name of the arm with which the others are compared."""
        return self.compare.baseline or next(iter(self.arms))

    @property
    def history(self) -> str:
        """The name of the arm that every arm follows until `run.change`."""
        return self.run.history or self.baseline

    @property
    def judged(self) -> tuple[str, ...]:
        """The measures that the file names to be judged together; none if it names none."""
        plan = self.analysis_plan
        return self.compare.family if plan is None else plan.headline

    @property
    def smallest_difference(self) -> dict[str, float]:
        """The smallest difference that matters, by measure; 0 for every other measure."""
        plan = self.analysis_plan
        return self.compare.smallest_difference if plan is None else plan.smallest_difference

    @property
    def attributes(self) -> tuple[str, ...]:
        """Every attribute of any group, in the order of first mention."""
        return tuple(dict.fromkeys(a for g in self.people.groups.values() for a in g.attributes))

    def effects_of(self, need: str) -> Effects:
        """Return the effects for one need."""
        return effects_of(self.effects, self.needs[need].effects)

    def entry(self, need: str, level: int) -> Shares | None:
        """Return where people turn for a need at a level; None if nothing is written for it."""
        own = self.needs[need].seeking.entry
        return own.get(level, self.seeking.entry.get(level))

    @property
    def service_labels(self) -> dict[str, str]:
        """What each service is called everywhere, by its name; no two are called the same.

        It is the label, or the name if there is no label. Where another service has the same
        label, the name follows it in brackets.
        """
        return apart({name: each.label or name for name, each in self.services.items()})

    def label_of(self, service: str) -> str:
        """Return what a service is called, as in `service_labels`."""
        return self.service_labels[service]


GROUP_LEVEL = (
    *("trust", "relationship", "attendance", "seeking", "leaving", "effects", "needs"),
    "services",
)
"""The blocks that a group may override; of `services` only parts (`sim.scenario.of_groups`)."""
