"""ODD: the seven elements and eleven design concepts, each with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.report.describing import experiment, inside, program
from sim.report.describing.checklists import Checklist, Item
from sim.report.describing.subject import Fact, Subject, person


def _always(words: str) -> Fact:
    """Return a fact that holds in every run of the program."""

    def said(_subject: Subject) -> Iterator[str]:
        yield words

    return said


ODD = Checklist(
    "ODD",
    "Grimm and others 2020, doi:10.18564/jasss.4259",
    (
        Item(
            "1. Purpose and patterns",
            (experiment.question, experiment.involvement, experiment.patterns),
        ),
        Item("2. Entities, state variables, and scales", (inside.entities, experiment.run_length)),
        Item("3. Process overview and scheduling", (program.events, program.order)),
        Item("4. Design concepts"),
        Item(
            "4.1 Basic principles",
            (inside.mechanisms, person("the theories and hypotheses behind these")),
            3,
        ),
        Item(
            "4.2 Emergence",
            (
                _always(
                    "Waits, lists, caseloads, gaps and handoffs are not written in the file. They "
                    "follow from its rules and numbers, and from random draws."
                ),
            ),
            3,
        ),
        Item(
            "4.3 Adaptation",
            (
                _always(
                    "What people, services and workers do follows fixed rules and draws with "
                    "chances from the file. Nobody compares what would come of alternatives."
                ),
            ),
            3,
        ),
        Item("4.4 Objectives", (_always("Nobody in the model maximises anything."),), 3),
        Item(
            "4.5 Learning",
            (
                _always(
                    "Nobody changes their rules with experience. Trust and relationships change "
                    "with what happens to a person, and rules read them (section 4.3 of the "
                    "specification)."
                ),
            ),
            3,
        ),
        Item("4.6 Prediction", (_always("Nobody in the model forecasts anything."),), 3),
        Item(
            "4.7 Sensing",
            (
                _always(
                    "Rules read the present state of the person, the service and its workers, and "
                    "what has happened to the person so far. The level at which a need presents "
                    "itself may differ from its level (section 5.4 of the specification)."
                ),
            ),
            3,
        ),
        Item(
            "4.8 Interaction",
            (
                _always(
                    "People affect each other only through places, waiting lists and the time of "
                    "workers, which they share."
                ),
            ),
            3,
        ),
        Item("4.9 Stochasticity", (program.random_numbers,), 3),
        Item(
            "4.10 Collectives",
            (
                _always(
                    "Groups, areas and services are written in the file. No collective forms by "
                    "itself."
                ),
            ),
            3,
        ),
        Item("4.11 Observation", (experiment.outputs,), 3),
        Item("5. Initialization", (experiment.start,)),
        Item("6. Input data", (inside.tables, inside.sources)),
        Item(
            "7. Submodels",
            (program.rules, inside.people, inside.services, inside.differences, inside.numbers),
        ),
    ),
)
