"""Show gaps in care by cause: why people in need were without help."""

from __future__ import annotations

from sim.charts import gaps_by_cause
from sim.measures.cover_state import Cause
from sim.measures.words.gaps import UNMET_NEED, unmet_need_by
from sim.report.blocks import Block, Paragraphs, Picture, Section, Table
from sim.report.view import View, quoted
from sim.report.wording import duration, number, sentence_case

CAUSES = {
    Cause.WORKER_LOST: "their worker left",
    Cause.MISSED_CONTACT: "the last contact was missed",
    Cause.CONTACT_OVERDUE: "with a service, not seen in time",
    Cause.BETWEEN_SERVICES: "handed on, next service not begun",
    Cause.WAITING_LIST: "on a waiting list",
    Cause.AWAITING_DECISION: "waiting for a yes or no",
    Cause.TURNED_AWAY: "turned away, nowhere to go",
    Cause.DISENGAGED: "no longer turning to services",
    Cause.NOT_YET_SOUGHT: "not yet looking for help",
}


def gaps_section(view: View) -> Section:
    """Return the section on days in need without help, by cause and arm; without needs, none."""
    if not view.has(UNMET_NEED):
        return Section("gaps", "Gaps in care and their causes", [])
    days = {cause: view.means(unmet_need_by(cause.name.lower())) for cause in CAUSES}
    by_arm = [[days[cause][position] for cause in CAUSES] for position in range(len(view.arms))]
    blocks: list[Block] = [
        Paragraphs(
            [
                "A person is in need without help while a need is bad enough to look for help, no "
                f"contact in the last {duration(view.resolved.measuring.covered_for)} was with a "
                "service that works with it, and they are not in such a place as a hospital. "
                "Each such minute has one cause: the first in the list that holds.",
                *most(view, days),
            ]
        )
    ]
    totals = view.means(UNMET_NEED)
    said = [f"{label}: {number(total)}" for label, total in zip(view.labels, totals, strict=True)]
    blocks.append(
        Picture(
            name="gaps-by-cause",
            title="Days a year in need without help, by cause",
            figure=gaps_by_cause.draw(view.labels, list(CAUSES.values()), by_arm),
            alternative=(
                f"Stacked bars, days a year in all: {'; '.join(said)}. "
                "The table below has every part."
            ),
            how_to_read=(
                "Each bar is one way of care. Its length is the days a year that a person, on "
                "average, was in need without help. The parts say why. Blue: with a service that "
                "did not see them. Orange: on the way to one. Violet: with none."
            ),
        )
    )
    rows = [
        [sentence_case(words), *(number(value) for value in days[cause])]
        for cause, words in CAUSES.items()
    ]
    rows.append(["All causes", *(number(total) for total in totals)])
    columns = ["Cause", *view.labels]
    blocks.append(Table("Days a year in need without help, by cause", columns, rows))
    return Section("gaps", "Gaps in care and their causes", blocks, new_page=True)


def most(view: View, days: dict[Cause, list[float]]) -> list[str]:
    """Return one sentence for each arm that names the causes that contribute most."""
    said = []
    for position, label in enumerate(view.labels):
        heavy = sorted(
            CAUSES, key=lambda cause: -days[cause][position] if days[cause][position] > 0 else 0
        )
        named = [
            f"{CAUSES[cause]}, {number(days[cause][position])} days"
            for cause in heavy[:2]
            if days[cause][position] > 0
        ]
        if named:
            said.append(f"The largest causes in {quoted(label)}: {'; '.join(named)}.")
    return said
