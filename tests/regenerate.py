"""Make every generated file again, on purpose: `python -m tests.regenerate`.

If a golden log changes, say why under *Results change* in the changelog.
"""

from __future__ import annotations

from sim.scenario.schema import schema_text
from tests.area import riverside
from tests.docs import making as pages
from tests.docs.pages import HOUSE
from tests.engines.fast import making_constants
from tests.golden import regenerate as golden_logs
from tests.notebooks import making as notebooks

SCHEMA = HOUSE / "docs" / "reference" / "scenario-schema.json"


def main() -> None:
    """Write the published schema, constants, tables of pages, notebooks, golden logs, Riverside."""
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    making_constants.main()
    pages.main()
    notebooks.main()
    golden_logs.main()
    riverside.main()


if __name__ == "__main__":
    main()
