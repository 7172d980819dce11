"""What a finished study was made from and what came out, so that it can be made again.

No clock time, no random name and no absolute path: the same study has the same manifest on any
machine with the same versions.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from sim.compiling import why_no_numba
from sim.errors import SimError
from sim.studies.study import Settings

NAME = "manifest.json"
FORMAT = 1
PACKAGE = Path(__file__).resolve().parent.parent
STANDS_ON = (
    "duckdb",
    "jinja2",
    "matplotlib",
    "networkx",
    "numba",
    "numpy",
    "pydantic",
    "rich",
    "ruamel.yaml",
    "simpy",
    "XlsxWriter",
)


class Manifest(NamedTuple):
    """Everything that decides a study, and the digest of everything it wrote."""

    digest: str  # of all that is in `settings` and the scenario: names the study
    scenario_digest: str  # of the scenario as it was run
    settings: Settings
    log: str  # form of the exported event logs, or `none`
    versions: dict[str, str]
    platform: str
    outputs: dict[str, str]  # path inside the folder, with `/` -> sha256


class ManifestError(SimError):
    """A manifest cannot be read, or does not belong to what stands beside it."""

    def __init__(self, path: Path, problem: str) -> None:
        remedy = "Name the `manifest.json` that `sim run` wrote, in its own folder."
        super().__init__(f"{path}: {problem}\n  {remedy}")


def study_digest(scenario_digest: str, settings: Settings) -> str:
    """Sixty-four hex digits of what decides a study: scenario, seed, replications, length, arms."""
    return _digest({"scenario": scenario_digest, **settings._asdict()})


def runs_digest(study: str, log: str) -> str:
    """Sixty-four hex digits of what finished runs depend on: study, program, form of the log."""
    return _digest({"study": study, "program": program_digest(), "log": log})


def _digest(parts: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def program_digest() -> str:
    """Sixty-four hex digits that change with this program and what it stands on."""
    digest = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of this program, of Python, and of the libraries that results pass through."""
    found = {"throughline": version("throughline"), "python": platform.python_version()}
    for name in STANDS_ON:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    if why_no_numba() and found["numba"] != "not installed":
        found["numba"] += " (does not work)"
    return found


def this_platform() -> str:
    """Operating system and kind of processor."""
    return f"{platform.system()} {platform.machine()}"


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest as JSON, keys in a fixed order."""
    content = {"throughline_manifest": FORMAT, **manifest._asdict()}
    content["settings"] = manifest.settings._asdict()
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def listed_outputs(path: Path) -> list[str]:
    """Files that a manifest of any kind lists beside itself; none where there is no manifest."""
    try:
        return [str(name) for name in json.loads(path.read_text(encoding="utf-8"))["outputs"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; ManifestError when there is none or it is not one of ours."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(path, f"cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise ManifestError(path, "is not a manifest: it is not JSON.") from error
    if not isinstance(content, dict) or content.get("throughline_manifest") != FORMAT:
        raise ManifestError(path, "is not a manifest of this program.")
    try:
        settings = dict(content["settings"])
        settings["arms"] = tuple(settings["arms"])
        outputs = dict(content["outputs"])
        return Manifest(
            digest=str(content["digest"]),
            scenario_digest=str(content["scenario_digest"]),
            settings=Settings(**settings),
            log=str(content["log"]),
            versions=dict(content["versions"]),
            platform=str(content["platform"]),
            outputs={str(name): str(digest) for name, digest in outputs.items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestError(path, f"is not whole: {error}.") from error
