"""Read a form: as data, of limited size, and only with the token of its session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sim.app.safety.doors import Keys
from sim.characters import first_refused, joined

TOKEN = "form_token"
MOST_FIELDS, MOST_FILES = 20_000, 1
LARGEST_UPLOAD = 20_000_000  # bytes
LONGEST_TEXT = 200_000  # characters: a grid that is pasted
NOT_OURS = "This form was not made by a page of this session. Open the page again and repeat it."
NOT_TEXT = "A field holds characters that no text may have, so nothing was changed."


class Upload(NamedTuple):
    """A file that was sent, with the name that it had."""

    name: str
    data: bytes


class Form(NamedTuple):
    """The fields of a form, the last of each name, and the files."""

    fields: Mapping[str, str]
    files: Mapping[str, Upload]

    def text(self, name: str) -> str:
        """Return a field without space around it; empty if there is none."""
        return self.fields.get(name, "").strip()


EMPTY = Form({}, {})


async def read_form(request: Request, keys: Keys) -> Form:
    """Return the form of a request.

    Raises
    ------
    HTTPException
        If it does not carry the token of the session, or is not what a page of the app sends.
    """
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_TEXT
    ) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read(LARGEST_UPLOAD + 1)
                if len(data) > LARGEST_UPLOAD:
                    raise HTTPException(413, "The file is larger than 20 MB. Is it the right one?")
                files[name] = Upload(value.filename or "", data)
            else:
                text = joined(value)
                if len(text) > LONGEST_TEXT or first_refused(f"{name}{text}") is not None:
                    raise HTTPException(400, NOT_TEXT)
                fields[name] = text
    session = request.scope["state"]["session"]
    if not keys.is_form_token(fields.pop(TOKEN, ""), session):
        raise HTTPException(403, NOT_OURS)
    return Form(fields, files)
