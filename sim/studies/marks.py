"""Prove that a folder holds results of this program, and name the question that they answer.

A finished folder has a manifest; an unfinished folder has a mark. Each contains a digest of its
own content, and a manifest also contains the digest of each output. A file with the right name or
with similar content is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from sim.studies.files.naming import printable
from sim.studies.files.reading import is_inside, read_json
from sim.studies.files.seals import SEAL, is_sealed, sealed_bytes
from sim.writing import PART, write_first

Kind = Literal["run", "sweep", "fit"]
RUN: Literal["run"] = "run"
SWEEP: Literal["sweep"] = "sweep"
FIT: Literal["fit"] = "fit"
MARK = "question.json"
MARK_BEGUN = re.compile(rf"\.{re.escape(MARK)}\.[0-9a-f]{{12}}{re.escape(PART)}")
"""The name of the temporary file that remains if a command is killed while it writes a mark."""
FORMAT = 1
FORMS: Mapping[Kind, str] = {
    RUN: "throughline_manifest",
    SWEEP: "throughline_sweep",
    FIT: "throughline_fit",
}
"""For each kind of study, the key of a manifest that identifies this program and the format."""
MANIFEST_FORMAT = 2


def _shown_as_it_is(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it holds characters that cannot be shown")
    return text


def _output(name: str) -> str:
    if not is_inside(name):
        raise ValueError("it is not the name of a file inside the folder")
    return name


Text = Annotated[str, StringConstraints(max_length=400), AfterValidator(_shown_as_it_is)]
Sentence = Annotated[str, StringConstraints(max_length=4_000), AfterValidator(_shown_as_it_is)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Outputs = dict[Annotated[Text, AfterValidator(_output)], Digest]


class Part(BaseModel):
    """A part of a file whose origin is not known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Question(NamedTuple):
    """The question that a folder of results answers."""

    kind: Kind
    digest: str  # of the study, which covers all that decides its results
    family: str  # the same for this question with more or fewer replications
    replications: int = 1  # of a fit: runs of its bank

    @property
    def begun(self) -> str:
        """The digest that a mark contains: of the study for a run, otherwise of the family.

        The runs of a sweep or a fit are kept when more are added, so its mark does not depend on
        their number.
        """
        return self.digest if self.kind == RUN else self.family

    @property
    def stays(self) -> bool:
        """Whether finished runs are kept with the results."""
        return self.kind != RUN

    def may_follow(self, earlier: Question) -> bool:
        """Return whether results for this question may replace earlier results.

        They may if the question is the same, or differs only in having more replications.
        """
        return self.digest == earlier.digest or (
            self.kind == earlier.kind
            and self.family == earlier.family
            and self.replications >= earlier.replications
        )


class Earlier(NamedTuple):
    """Results that a folder already contains."""

    question: Question
    outputs: Mapping[str, str]  # SHA-256 of each output, by its path inside the folder


class NotOurs(Exception):  # noqa: N818 - becomes a message of the caller
    """A file does not prove that this program wrote it; the message says why."""


def of_run(digest: str, replications: int = 1) -> Question:
    """Return the question of a study for `sim run`.

    Any change makes it another question. Added replications are an exception: see
    `sim.studies.adding`.
    """
    return Question(RUN, digest, digest, replications)


class _Kept(BaseModel):
    """The parts of the manifest of a sweep or a fit that are needed; its digest covers the rest."""

    model_config = ConfigDict(strict=True, extra="ignore")
    digest: Digest
    family: Digest
    replications: Annotated[int, Field(ge=1)]
    outputs: Outputs


class _RunSettings(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    replications: Annotated[int, Field(ge=1)] = 1


class _Run(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    digest: Digest
    settings: _RunSettings = _RunSettings()
    outputs: Outputs


class _Mark(Part):
    throughline_question: Literal[1]
    kind: Kind
    family: Digest


def read_earlier(path: Path) -> Earlier:
    """Read from the manifest of a study or sweep which question its folder answers.

    Raises
    ------
    NotOurs
        If the manifest is not this program's, has another version, or was changed.
    """
    content = _read(path)
    kind = next((kind for kind, key in FORMS.items() if key in content), None)
    if kind is None:
        raise NotOurs("is no manifest of this program")
    see_to_form(content, FORMS[kind])
    try:
        if kind == RUN:
            run = _Run.model_validate(content)
            return Earlier(of_run(run.digest, run.settings.replications), run.outputs)
        kept = _Kept.model_validate(content)
        question = Question(kind, kept.digest, kept.family, kept.replications)
        return Earlier(question, kept.outputs)
    except ValidationError as error:
        raise NotOurs(f"is not whole: {first_problem(error)}") from None


def see_to_form(content: Mapping[str, Any], key: str) -> None:
    """Raise NotOurs if a manifest is of another format version, or was changed."""
    if content[key] != MANIFEST_FORMAT or isinstance(content[key], bool):
        raise NotOurs(
            f"is of form {printable(repr(content[key])[:40])}, and this version writes and reads "
            f"form {MANIFEST_FORMAT}"
        )
    if not is_sealed(content):
        raise NotOurs(f"has been changed since it was written: its `{SEAL}` does not fit")


def write_mark(folder: Path, question: Question) -> None:
    """Mark an unfinished folder with its question; FileExistsError if it already has a mark."""
    content = {
        "throughline_question": FORMAT,
        "kind": question.kind,
        "family": question.begun,
    }
    write_first(folder / MARK, sealed_bytes(content))


def read_mark(folder: Path) -> Question:
    """Read the question of an unfinished folder; raise NotOurs if there is no valid mark.

    A mark does not contain the number of replications, so the number in the returned question is 1.
    """
    content = _read(folder / MARK)
    if not is_sealed(content):
        raise NotOurs("has been changed since it was written")
    try:
        mark = _Mark.model_validate({k: v for k, v in content.items() if k != SEAL})
    except ValidationError as error:
        raise NotOurs(f"is not whole: {first_problem(error)}") from None
    return Question(mark.kind, mark.family, mark.family)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = read_json(path, follow=False)
    except OSError as error:
        raise NotOurs(f"cannot be read ({printable(error.strerror)})") from None
    except ValueError as error:
        raise NotOurs(f"is not JSON ({printable(error)})") from None
    if not isinstance(content, dict):
        raise NotOurs("is no manifest of this program")
    return content


def first_problem(error: ValidationError) -> str:
    """Return the first fault of a file, in one line."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(printable(step) for step in first["loc"])
    return f"`{where}`: {printable(first['msg'])}" if where else printable(first["msg"])
