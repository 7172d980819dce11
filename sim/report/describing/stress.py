"""STRESS-DES: the items of the checklist, each with what the scenario says of it."""

from __future__ import annotations

from sim.report.describing import experiment, inside, program
from sim.report.describing.checklists import Checklist, Item
from sim.report.describing.subject import person

STRESS = Checklist(
    "STRESS-DES",
    "Monks and others 2019, doi:10.1080/17477778.2018.1442155",
    (
        Item("1. Objectives"),
        Item(
            "1.1 Purpose of the model",
            (
                experiment.question,
                experiment.involvement,
                person("the background of the problem, and why it is modelled"),
            ),
            3,
        ),
        Item("1.2 Model outputs", (experiment.outputs,), 3),
        Item(
            "1.3 Experimentation aims",
            (
                experiment.arms,
                experiment.variants,
                experiment.plan,
                person("why these arms were chosen"),
            ),
            3,
        ),
        Item("2. Logic"),
        Item("2.1 Base model overview diagram", (inside.diagram,), 3),
        Item("2.2 Base model logic", (program.events, inside.people, inside.logic), 3),
        Item("2.3 Scenario logic", (inside.differences,), 3),
        Item("2.4 Algorithms", (program.rules,), 3),
        Item("2.5 Components", (), 3),
        Item("2.5.1 Entities", (inside.entities,), 4),
        Item("2.5.2 Activities", (inside.activities,), 4),
        Item("2.5.3 Resources", (inside.resources,), 4),
        Item("2.5.4 Queues", (inside.queues,), 4),
        Item("2.5.5 Entry/exit points", (inside.entry_and_exit,), 4),
        Item("3. Data"),
        Item("3.1 Data sources", (inside.sources,), 3),
        Item(
            "3.2 Pre-processing",
            (inside.derived, person("what else was done to data before they were used")),
            3,
        ),
        Item("3.3 Input parameters", (inside.numbers,), 3),
        Item(
            "3.4 Assumptions",
            (inside.assumptions, person("why the assumptions are reasonable here")),
            3,
        ),
        Item("4. Experimentation"),
        Item(
            "4.1 Initialisation",
            (experiment.start, person("why the warm-up is long enough")),
            3,
        ),
        Item("4.2 Run length", (experiment.run_length,), 3),
        Item(
            "4.3 Estimation approach",
            (experiment.estimation, person("why this many replications are enough")),
            3,
        ),
        Item("5. Implementation"),
        Item("5.1 Software or programming language", (program.software,), 3),
        Item("5.2 Random sampling", (program.random_numbers,), 3),
        Item("5.3 Model execution", (program.order,), 3),
        Item(
            "5.4 System specification",
            (person("on which machine the runs were made, and how long they took"),),
            3,
        ),
        Item("6. Code access"),
        Item(
            "6.1 Computer model sharing statement",
            (program.sharing, person("where the scenario file and the results can be had")),
            3,
        ),
    ),
)
