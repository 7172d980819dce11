"""A small study as files: its scenario beside it."""

from pathlib import Path

from sim.studies.sweeps.specification import Asked
from sim.studies.sweeps.study_file import read_study

HERE = Path(__file__).parents[2] / "broken_studies" / "scenario" / "cafes.yaml"
STUDY = """\
throughline_study: 1
title: Places in the group
question: Does a second room help whatever the group holds?
scenario: cafes.yaml
set: {run.length: 20 weeks}
arms: [one_room, two_rooms]
levers:
  services.group.capacity.places: [2, 3, 5]
uncertainties:
  people.arrivals.newcomers.rate: range
design: {latin hypercube: 6}
replications: 3
outcomes: [list_length, wait_to_start.talk.mean]
"""


def written(folder: Path, text: str = STUDY) -> Path:
    """The study as a file, its scenario beside it."""
    (folder / "cafes.yaml").write_text(HERE.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def asked(folder: Path, text: str = STUDY) -> Asked:
    """The study, read from a file."""
    return read_study(written(folder, text))
