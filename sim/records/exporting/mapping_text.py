"""Write the mapping file that reads an extract which the program wrote."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

from sim.measures.recorded.tables import Recorded
from sim.records.exporting.cells import team
from sim.records.exporting.sheets import LOCAL
from sim.records.exporting.submissions import day_of, last_day
from sim.records.known.codes import NAMED
from sim.records.known.shapes import Shape
from sim.records.mapping.document import FORMAT

HEAD = """\
# Reads the extract in this folder, which `sim export-records` wrote: what a run of the model would
# leave in records. Nobody in it is real, and every identifier is made up.
"""


def mapping_text(recorded: Recorded, shape: Shape) -> str:
    """Return the mapping file of an extract.

    Parameters
    ----------
    recorded
        Tables whose window and `taken` are at midnight.
    """
    document: dict[str, Any] = {
        "throughline_mapping": FORMAT,
        "shape": str(shape),
        "extract": {
            "from": day_of(recorded, recorded.window.opens),
            "to": day_of(recorded, recorded.window.closes - 1),
            "taken": last_day(recorded),
            "timed": recorded.timed,
        },
        "services": {
            key: _service(number, bool(continuous))
            for number, (key, continuous) in enumerate(
                zip(recorded.services, recorded.continuous, strict=True)
            )
        },
    }
    names = {"group": recorded.groups, "area": recorded.areas}
    named = [column for column in NAMED if names[column]]
    if named:
        headings = {column: column if shape is Shape.PLAIN else LOCAL[column] for column in named}
        document["tables"] = {"people": {"columns": headings}}
        document["codes"] = {column: {each: [each] for each in names[column]} for column in named}
    text = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 100
    yaml.dump(document, text)
    return f"{HEAD}\n{text.getvalue()}"


def _service(number: int, continuous: bool) -> dict[str, Any]:
    service: dict[str, Any] = {"teams": [team(number)]}
    return {**service, "continuous": True} if continuous else service
