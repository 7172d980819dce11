"""The program as a person types it, without a new process."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.cli import app
from sim.studies.study import Study


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


Sim = Callable[..., Said]


@pytest.fixture
def sim(capsys: pytest.CaptureFixture[str]) -> Sim:
    """Run a command and give what it said."""

    def command(*words: object) -> Said:
        with pytest.raises(SystemExit) as end:
            app([str(word) for word in words], prog_name="sim")
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return command


@pytest.fixture
def short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a page of one line instead of the whole report, where a test is not about it."""

    def write(study: Study, folder: Path) -> list[Path]:
        page = folder / "report.html"
        page.write_text(study.digest)
        return [page]

    monkeypatch.setattr("sim.cli.outputs.write_report", write)
