"""Fifty hostile forms: each is refused, or taken as words, and no other file is touched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from sim.app.house import House
from tests.app.conftest import BASE, REVISION, TOKEN, Planner

PAGE = "/projects/queue/services"
FIELD = "/projects/queue/field"
LABEL = "services.group.label"
SCRIPT = "<script>alert(1)</script>"


class Post(NamedTuple):
    """One form, and how it is answered."""

    name: str
    path: str
    fields: dict[str, Any]
    status: int
    headers: Mapping[str, str] = MappingProxyType({})
    file: tuple[str, bytes] | None = None
    token: str | None = None  # None: the right one


def bomb() -> bytes:
    """A workbook that would unzip to more than 200 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<c>" * 70_000_000)
    return packed.getvalue()


ALIASES = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 107)
)
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;'
    b"</workbook>"
)


def with_entity() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", XXE)
        archive.writestr("[Content_Types].xml", XXE)
    return packed.getvalue()


def upload(name: str, file: str, data: bytes) -> Post:
    return Post(name, "/start/upload", {}, 400, file=(file, data))


def origin(value: str) -> dict[str, str]:
    return {"origin": value}


HOSTILE = [
    # a form of another site, or of nobody
    Post("no token", PAGE, {LABEL: "x"}, 403, token=""),
    Post("a guessed token", PAGE, {LABEL: "x"}, 403, token="0" * 64),
    Post("a token that is no text", PAGE, {LABEL: "x"}, 403, token="ä" * 64),
    Post("another origin", PAGE, {LABEL: "x"}, 403, origin("http://evil.example")),
    Post("the origin of a frame without one", PAGE, {LABEL: "x"}, 403, origin("null")),
    Post("the origin of another port", PAGE, {LABEL: "x"}, 403, origin("http://127.0.0.1:1")),
    Post("an origin that begins alike", PAGE, {LABEL: "x"}, 403, origin(f"{BASE}.evil.example")),
    Post(
        "an origin with another scheme", PAGE, {LABEL: "x"}, 403, origin("https://127.0.0.1:8477")
    ),
    Post("no origin", PAGE, {LABEL: "x"}, 403, origin("")),
    Post("another host", PAGE, {LABEL: "x"}, 421, {"host": "evil.example:8477"}),
    Post("another host with our port", PAGE, {LABEL: "x"}, 421, {"host": "evil.example"}),
    Post("a host that resolves to us", PAGE, {LABEL: "x"}, 421, {"host": "localtest.me:8477"}),
    Post("no cookie", PAGE, {LABEL: "x"}, 403, {"cookie": ""}),
    Post("a made-up cookie", PAGE, {LABEL: "x"}, 403, {"cookie": "throughline-8477=a.b"}),
    Post("text instead of a form", PAGE, {}, 415, {"content-type": "text/plain"}),
    Post("JSON instead of a form", PAGE, {}, 415, {"content-type": "application/json"}),
    Post("XML instead of a form", PAGE, {}, 415, {"content-type": "text/xml"}),
    # names of other files and folders
    Post("a project above", "/projects/../services", {LABEL: "x"}, 404),
    Post("a project above, encoded", "/projects/%2e%2e/services", {LABEL: "x"}, 404),
    Post("a path as project", "/projects/..%2f..%2fetc/services", {LABEL: "x"}, 404),
    Post("an absolute path as project", "/projects/%2fetc/services", {LABEL: "x"}, 404),
    Post("a zero byte in a project", "/projects/queue%00/services", {LABEL: "x"}, 404),
    Post("another project", "/projects/nobody/services", {LABEL: "x"}, 404),
    Post("a shipped scenario above", "/start/shipped", {"shipped": "../../etc/passwd"}, 400),
    Post("a shipped scenario of no name", "/start/shipped", {"shipped": ""}, 400),
    Post("another file to extend", FIELD, {"at": "extends", "entry": "/etc/passwd"}, 400),
    Post("a table elsewhere", FIELD, {"at": "people.start.from_table", "entry": "../x.csv"}, 400),
    Post("targets elsewhere", FIELD, {"at": "targets.from_table", "entry": "/etc/passwd"}, 400),
    Post("a table of a stream", FIELD, {"at": "people.arrivals.a.from_table", "entry": "x"}, 400),
    # fields that are none
    Post("no path", FIELD, {"at": "", "entry": "x"}, 400),
    Post("a path of dots", FIELD, {"at": "....", "entry": "x"}, 400),
    Post("a path without end", FIELD, {"at": ".".join("a" * 50), "entry": "x"}, 400),
    Post("a block as one field", FIELD, {"at": "services.group", "entry": "x"}, 400),
    Post("a service that is not there", PAGE, {"action": "copy:nobody"}, 400),
    Post("a service above", PAGE, {"action": "remove:../group"}, 400),
    Post("a name with a script", PAGE, {"action": "add", "new_name": SCRIPT}, 400),
    Post("a name with a line end", PAGE, {"action": "add", "new_name": "a\nextends: /etc"}, 400),
    Post("a name that is a key", PAGE, {"action": "add", "new_name": "source"}, 400),
    Post("a name that is there", PAGE, {"action": "add", "new_name": "group"}, 400),
    Post("a table of nobody", PAGE, {"action": "paste", "paste": "team\tposts\nx\t1"}, 400),
    Post("a table without headings", PAGE, {"action": "paste", "paste": SCRIPT}, 400),
    Post("a zero byte in a label", PAGE, {LABEL: "a\x00b"}, 400),
    Post("a turn of direction", PAGE, {LABEL: "a\u202eb"}, 400),
    Post("a text without end", PAGE, {LABEL: "a" * 300_000}, 400),
    # files
    upload("no file", "", b""),
    upload("a program", "area.exe", b"MZ"),
    upload("a zip bomb", "area.xlsx", bomb()),
    upload("entities in a workbook", "area.xlsx", with_entity()),
    upload("a workbook that is none", "area.xlsx", b"\x00" * 64),
    upload("aliases without end", "area.yaml", ALIASES),
    upload("a file to extend elsewhere", "area.yaml", b"throughline: 2\nextends: /etc/passwd\n"),
    upload("a folder in the name", "../../../area.txt", b"throughline: 2\n"),
    upload("a tag that makes an object", "a.yaml", b"a: !!python/object/apply:os.system [id]\n"),
]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_there_are_fifty() -> None:
    assert len(HOSTILE) >= 50


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_form_is_refused_and_changes_nothing(
    hostile: Post, planner: Planner, project: Callable[..., Path], tmp_path: Path
) -> None:
    project()
    page = planner.get(PAGE)
    token, revision = TOKEN.search(page), REVISION.search(page)
    assert token is not None
    assert revision is not None
    before = snapshot(tmp_path)
    right = token[1] if hostile.token is None else hostile.token
    headers = {"origin": BASE, **hostile.headers}
    if headers.get("cookie") is not None:
        planner.client.cookies.clear()

    answer = planner.client.request(
        "POST",
        hostile.path,
        data={"form_token": right, "revision": revision[1], **hostile.fields},
        files=None if hostile.file is None else {"file": hostile.file},
        headers={name: value for name, value in headers.items() if value},
    )

    assert answer.status_code == hostile.status, answer.text
    assert snapshot(tmp_path) == before
    assert SCRIPT not in answer.text
    assert "root:" not in answer.text  # of /etc/passwd
    assert "Traceback" not in answer.text


def test_a_script_in_a_label_is_shown_as_the_words_it_is(
    planner: Planner, project: Callable[..., Path]
) -> None:
    project()

    page = planner.save(PAGE, {LABEL: f'"{SCRIPT}'})

    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_formula_in_a_label_stays_a_text(planner: Planner, project: Callable[..., Path]) -> None:
    folder = project()

    planner.save(PAGE, {LABEL: '=cmd|"/c calc"!A1'})

    assert '"=cmd|\\"/c calc\\"!A1"' in (folder / "area.yaml").read_text(encoding="utf-8")


def test_an_upload_keeps_nothing_of_its_name_but_words(planner: Planner, house: House) -> None:
    small = b"throughline: 2\ntitle: A\n"

    answer = planner.post("/start/upload", {}, {"file": ("C:\\x\\..\\My Area (1).yaml", small)})

    assert answer.headers["location"] == "/projects/my-area-1/check"
    assert [each.name for each in house.projects.root.iterdir()] == ["my-area-1"]
