"""Show contact while in care, of scenarios without needs: who in care is seen, and who never is."""

from __future__ import annotations

from sim.measures.words.form import of_service
from sim.measures.words.gaps import USUAL_GAP
from sim.measures.words.in_care import GAPS_IN_CARE, NEVER_SEEN, NOT_SEEN
from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.view import View, cell

INTRODUCTION = (
    "This scenario has no needs, so nothing here says who needs help and who does not. It says "
    f"whether people in care are seen. {USUAL_GAP} days are counted from contact to contact, or "
    "from the end of a pause, such as a stay on a ward."
)


def in_care_section(view: View) -> Section:
    """Return the section on contact while in care; without blocks where it is not measured."""
    blocks: list[Block] = [
        by_service(
            view, f"People in care not seen for over {USUAL_GAP} days, on average", NOT_SEEN
        ),
        by_service(view, f"Times of over {USUAL_GAP} days without contact, a year", GAPS_IN_CARE),
        by_service(view, "Accepted people who were never seen", NEVER_SEEN),
    ]
    told = [each for each in blocks if isinstance(each, Table) and each.rows]
    blocks = [Paragraphs([INTRODUCTION]), *told] if told else []
    return Section("in-care", "Contact while in care", blocks, new_page=True)


def by_service(view: View, caption: str, measure: str) -> Table:
    """Return a table of one measure at each service at which contact is looked for."""
    rows = []
    for name, label in view.service_labels.items():
        here = of_service(measure, name)
        if view.has(here):
            unit = view.described(here).unit
            rows.append([label, *(cell(mean, unit) for mean in view.means(here))])
    return Table(caption, ["Service", *view.labels], rows)
