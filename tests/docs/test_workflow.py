"""The hosted workflow runs every check on each system and each supported Python."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ruamel.yaml import YAML

from tests.docs.pages import HOUSE

WORKFLOW: Any = YAML(typ="safe", pure=True).load(
    (HOUSE / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
)
JOB = WORKFLOW["jobs"]["checks"]


def test_the_workflow_calls_the_script_that_holds_every_check() -> None:
    (step,) = [step for step in JOB["steps"] if "run" in step]

    assert step["run"] == "bash .ci/run"
    assert step["shell"] == "bash"
    assert (HOUSE / ".ci" / "run").is_file()
    assert "PYTHON" in step["env"]
    assert "${PYTHON:-}" in (HOUSE / ".ci" / "run").read_text(encoding="utf-8")


def test_the_workflow_covers_three_systems_and_the_oldest_python_that_is_supported() -> None:
    matrix = JOB["strategy"]["matrix"]
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = re.search(r">=(3\.\d+)", project["requires-python"])

    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "macos", "windows"]
    assert oldest is not None
    assert matrix["python"] == [oldest[1], "3.12", "3.13"]
