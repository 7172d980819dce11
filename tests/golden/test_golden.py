"""Results change only on purpose."""

import numpy as np
import pytest

from sim.events import EventKind
from tests.golden.golden import SCENARIOS, as_text, fresh_log, path_of


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_engine_writes_the_log_we_agreed_to(name: str) -> None:
    golden = path_of(name)
    assert golden.stat().st_size < 100_000
    assert as_text(fresh_log(name)) == golden.read_text(), (
        "If this is meant: python -m tests.golden.regenerate, and a line in the changelog."
    )


def test_golden_logs_show_every_kind_of_event() -> None:
    logs = [fresh_log(name)["event"] for name in ("everything", "areas")]
    happened = set(np.unique(np.concatenate(logs)).tolist())
    assert [kind.name for kind in EventKind if kind not in happened] == []
