"""A file imports only from its own floor or from floors below; the floors are in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the import linter says about the package `sim` and the contracts in `folder`."""
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def a_house(folder: Path, **files: str) -> Path:
    """The rooms of the real house, empty, with our contracts, and `files` written into them."""
    shutil.copy(HOUSE / "pyproject.toml", folder)
    rooms = ("scenario", "rules", "engines", "measures", "studies", "charts", "report", "scripting")
    for room in ("", *rooms):
        (folder / "sim" / room).mkdir()
        (folder / "sim" / room / "__init__.py").touch()
    optional = ("errors", "area", "records", "resolving", "network", "tables", "cli", "__main__")
    words = (
        "units",
        "calendar",
        "events",
        "functions",
        "endings",
        "columns",
        "laws",
        "draws",
        "compiling",
        "memory",
        "sameness",
        "version",
        "writing",
        "characters",
        "loose",
    )
    for name in (*words, "app", "own_rules", "people", "resolved", *optional):
        (folder / "sim" / f"{name}.py").touch()
    for name, text in files.items():
        (folder / "sim" / f"{name.replace('__', '/')}.py").write_text(text)
    return folder


def test_every_import_in_the_house_keeps_to_the_floors() -> None:
    said = lint_imports(HOUSE)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_house_of_empty_rooms_is_accepted(tmp_path: Path) -> None:
    said = lint_imports(a_house(tmp_path))
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"units": "import sim.measures"}, "sim.units -> sim.measures"),
        ({"engines__reference": "import sim.studies"}, "sim.engines.reference -> sim.studies"),
        (
            {
                "measures__gaps": "import sim.measures.crisis",
                "measures__crisis": "import sim.measures.gaps",
            },
            "No cycles are allowed in sim.measures",
        ),
        ({"engines__reference": "import sim.scenario"}, "sim.engines.reference -> sim.scenario"),
        ({"attic": ""}, "attic"),
    ],
    ids=["from above", "the next floor", "in circles", "an engine reads", "a room on no floor"],
)
def test_an_import_that_breaks_the_rule_is_named(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    said = lint_imports(a_house(tmp_path, **files))
    assert said.returncode != 0
    assert words in " ".join(said.stdout.split())
