"""Write and read the manifest of a finished study: all its inputs, and digests of its outputs.

It contains no clock time, no random name and no absolute path. The same study has the same
manifest on any machine with the same versions.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from sim.compiling import why_no_numba
from sim.errors import SimError
from sim.studies.files.naming import printable
from sim.studies.files.reading import read_json
from sim.studies.files.seals import sealed_bytes
from sim.studies.following import Followed
from sim.studies.marks import (
    FIT,
    FORMS,
    MANIFEST_FORMAT,
    RUN,
    SWEEP,
    Digest,
    NotOurs,
    Outputs,
    Part,
    Sentence,
    Text,
    first_problem,
    see_to_form,
)
from sim.studies.sizes import NO_WORLDS, Size
from sim.studies.study import Settings
from sim.writing import write_whole

NAME = "manifest.json"
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
    "scipy",
    "simpy",
    "XlsxWriter",
)


class LogChoice(NamedTuple):
    """Which tables were written, of the logs of which arms and replications; None means all."""

    tables: tuple[str, ...] | None = None
    arms: tuple[str, ...] | None = None
    replications: tuple[int, ...] | None = None

    @property
    def plain(self) -> dict[str, list[Any]]:
        """Return the choice as plain data; empty if everything was written."""
        chosen = self._asdict()
        return {name: list(part) for name, part in chosen.items() if part is not None}


EVERY_LOG = LogChoice()
NOT_RUN = "not run"


class Numbers(NamedTuple):
    """The digests that, with the seed and the library versions, decide the numbers of runs."""

    sources: str  # digest of the sources that make runs and measures
    arms: str  # digest of the arms as resolved


class Manifest(NamedTuple):
    """Everything that decides a study, and the digest of each output."""

    digest: str  # of all that is in `settings` and the scenario: names the study
    scenario_digest: str  # of the scenario as it was run
    settings: Settings
    log: str  # form of the exported event logs, or `none`
    versions: dict[str, str]
    platform: str
    outputs: dict[str, str]  # path inside the folder, with `/` -> sha256
    log_choice: LogChoice = EVERY_LOG
    numbers: Numbers | None = None  # None in manifests of versions that did not write it
    analysis_plan: Followed | None = None  # None where the scenario has none
    variants: bool = True  # whether all variants of the scenario were run, if it has any
    worlds: Size = NO_WORLDS  # that were drawn; none also where no number has a range


class _Settings(Part):
    arms: Annotated[list[Text], Field(min_length=1)]
    baseline: Text
    replications: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]
    length: Text
    minutes: Annotated[int, Field(ge=1)]


class _LogChoice(Part):
    tables: list[Text] | None = None
    arms: list[Text] | None = None
    replications: list[Annotated[int, Field(ge=1)]] | None = None


class _Worlds(Part):
    worlds: Annotated[int, Field(ge=1)]
    replications: Annotated[int, Field(ge=1)]


class _Numbers(Part):
    sources: Digest
    arms: Digest


class _Followed(Part):
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    departures: list[Sentence]


def _is_there(value: object) -> object:
    """Refuse a part that is present but empty: the program leaves out empty parts."""
    if not value:
        raise ValueError("it says nothing")
    return value


class _Manifest(Part):
    throughline_manifest: Literal[2]
    digest: Digest
    scenario_digest: Digest
    settings: _Settings
    log: Literal["none", "csv", "parquet", "xes"]
    log_choice: Annotated[_LogChoice | None, BeforeValidator(_is_there)] = None
    analysis_plan: Annotated[_Followed | None, BeforeValidator(_is_there)] = None
    numbers: Annotated[_Numbers | None, BeforeValidator(_is_there)] = None
    variants: Annotated[Literal["not run"] | None, BeforeValidator(_is_there)] = None
    worlds: Annotated[_Worlds | None, BeforeValidator(_is_there)] = None
    versions: dict[Text, Text]
    platform: Text
    outputs: Outputs
    digest_of_the_rest: Digest


class ManifestError(SimError):
    """A manifest cannot be read, or does not match the files in its folder."""

    def __init__(self, path: Path, problem: str) -> None:
        remedy = "Name the `manifest.json` that `sim run` wrote, as it was written, in its folder."
        super().__init__(f"{printable(path)}: {problem}\n  {remedy}")


def study_digest(scenario_digest: str, settings: Settings) -> str:
    """Return a digest of scenario, seed, replications, length and arms: sixty-four hex digits."""
    return _digest({"scenario": scenario_digest, **settings._asdict()})


def runs_digest(study: str, log: str, choice: LogChoice = EVERY_LOG) -> str:
    """Return a digest of everything on which finished runs depend: sixty-four hex digits.

    The runs depend on the study, the program and the choice of logs.
    """
    logs: dict[str, object] = {"log": log}
    if choice.plain:
        logs["log_choice"] = choice.plain
    return _digest({"study": study, "program": program_digest(), **logs})


def _digest(parts: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def program_digest() -> str:
    """Return a digest of this program and the versions of its libraries: sixty-four hex digits."""
    digest = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of this program, of Python, and of the libraries that affect results."""
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
    """Return the operating system and the kind of processor."""
    return f"{platform.system()} {platform.machine()}"


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest as JSON, with keys in a fixed order and a digest of the content."""
    content = {FORMS[RUN]: MANIFEST_FORMAT, **manifest._asdict()}
    content["settings"] = manifest.settings._asdict()
    del content["log_choice"]
    if manifest.log_choice.plain:
        content["log_choice"] = manifest.log_choice.plain
    for key in ("numbers", "analysis_plan", "variants", "worlds"):
        del content[key]
    if manifest.analysis_plan is not None:
        digest, departures = manifest.analysis_plan
        content["analysis_plan"] = {"digest": digest, "departures": list(departures)}
    if not manifest.variants:
        content["variants"] = NOT_RUN
    if manifest.worlds.worlds:
        content["worlds"] = {
            "worlds": manifest.worlds.worlds,
            "replications": manifest.worlds.each,
        }
    if manifest.numbers is not None:
        content["numbers"] = manifest.numbers._asdict()
    write_whole(path, sealed_bytes(content))


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a study made by `sim run`.

    Raises
    ------
    ManifestError
        If there is no manifest, if it belongs to another program, or if it was changed.
    """
    try:
        content = read_json(path)
    except OSError as error:
        raise ManifestError(path, f"cannot be read ({error.strerror}).") from None
    except ValueError as error:
        reason = f"is not a manifest: it is not JSON ({printable(error)})."
        raise ManifestError(path, reason) from None
    for kind in (SWEEP, FIT):
        if isinstance(content, dict) and FORMS[kind] in content:
            again = f"Give its `sim {kind}` again into a new folder, and compare."
            raise ManifestError(path, f"is of a {kind}. {again}")
    if not isinstance(content, dict) or FORMS[RUN] not in content:
        raise ManifestError(path, "is not a manifest of this program.")
    try:
        see_to_form(content, FORMS[RUN])
        found = _checked(content)
    except NotOurs as problem:
        raise ManifestError(path, f"{problem}.") from None
    if study_digest(found.scenario_digest, found.settings) != found.digest:
        raise ManifestError(path, "has been changed: its `digest` is not that of its settings.")
    return found


def _checked(content: dict[str, Any]) -> Manifest:
    """Return a manifest; raise NotOurs if one of its parts is missing or not valid."""
    try:
        found = _Manifest.model_validate(content)
    except ValidationError as error:
        raise NotOurs(f"is not whole: {first_problem(error)}") from None
    parts = found.settings.model_dump()
    return Manifest(
        digest=found.digest,
        scenario_digest=found.scenario_digest,
        settings=Settings(**(parts | {"arms": tuple(found.settings.arms)})),
        log=cast(str, found.log),
        versions=found.versions,
        platform=found.platform,
        outputs=found.outputs,
        log_choice=_choice(found.log_choice),
        numbers=None if found.numbers is None else Numbers(**found.numbers.model_dump()),
        analysis_plan=_plan(found.analysis_plan),
        variants=found.variants is None,
        worlds=_size(found.worlds),
    )


def _plan(written: _Followed | None) -> Followed | None:
    """Return the digest of a plan and the departures from it in the form the program uses."""
    return None if written is None else Followed(written.digest, tuple(written.departures))


def _size(written: _Worlds | None) -> Size:
    """Return the size of the sample of worlds in the form that the program uses."""
    return NO_WORLDS if written is None else Size(written.worlds, written.replications)


def _choice(written: _LogChoice | None) -> LogChoice:
    """Return the choice of logs in the form that the program uses."""
    if written is None:
        return EVERY_LOG
    parts = {name: part and tuple(part) for name, part in written.model_dump().items()}
    return LogChoice(**parts)
