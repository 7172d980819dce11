"""TRACE: the eight elements, each with what the scenario and the program say of it."""

from __future__ import annotations

from sim.report.describing import experiment, inside, program
from sim.report.describing.checklists import Checklist, Item
from sim.report.describing.subject import person

TRACE = Checklist(
    "TRACE",
    "Grimm and others 2014, doi:10.1016/j.ecolmodel.2014.01.018",
    (
        Item(
            "1. Problem formulation",
            (
                experiment.question,
                experiment.involvement,
                experiment.outputs,
                person("who decides what with the results, and how far they may be extended"),
            ),
        ),
        Item(
            "2. Model description",
            (
                program.events,
                inside.diagram,
                inside.people,
                inside.services,
                inside.differences,
                program.rules,
            ),
        ),
        Item(
            "3. Data evaluation",
            (
                inside.sources,
                inside.derived,
                inside.assumptions,
                inside.numbers,
                person("how good these data are, and for whom they hold"),
            ),
        ),
        Item(
            "4. Conceptual model evaluation",
            (
                inside.mechanisms,
                person("why the model is as simple, and as complicated, as it is"),
            ),
        ),
        Item("5. Implementation verification", (program.engines, program.software)),
        Item(
            "6. Model output verification",
            (
                experiment.fitted,
                person("how well the results meet these figures (targets.csv of a run)"),
            ),
        ),
        Item(
            "7. Model analysis",
            (
                experiment.estimation,
                experiment.variants,
                experiment.plan,
                person("what was found out about the sensitivity of the results"),
            ),
        ),
        Item(
            "8. Model output corroboration",
            (
                experiment.checked,
                person("how the results compare with figures that were not used before"),
            ),
        ),
    ),
)
