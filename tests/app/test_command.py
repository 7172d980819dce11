"""The command `sim app`: what it says, and that a project outlives its sudden end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from sim.app import command
from sim.app.command import commands
from sim.app.projects import SCENARIO
from tests.app.conftest import REVISION, SMALL, TOKEN

LONGEST = 120.0
FIELD = "services.group.label"


@contextmanager
def started(root: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Start the app as a person does, in a group of processes of its own, and go in."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "app", "--no-browser", "--port", "0", "--projects", root],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/enter\?token=\S+", process.stdout.readline())
        assert found is not None
        with httpx.Client(base_url=f"http://127.0.0.1:{found[1]}", timeout=LONGEST) as client:
            for _ in range(100):
                try:
                    assert client.get(found[0]).status_code == 303
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield process, client
    finally:
        process.stdout.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(LONGEST)


def send(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Send a form of a page as it is now."""
    page = client.get(path).text
    token, revision = TOKEN.search(page), REVISION.search(page)
    assert token is not None
    made = {"form_token": token[1], "revision": revision[1] if revision else "", **fields}
    return client.post(path, data=made, headers={"origin": str(client.base_url)})


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends no group of processes at once")
def test_a_project_and_its_run_outlive_a_sudden_end(tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    folder.mkdir()
    longer = SMALL.replace("replications: 2", "replications: 80")
    (folder / SCENARIO).write_text(longer, encoding="utf-8")
    with started(tmp_path) as (process, client):
        assert send(client, "/projects/queue/services", **{FIELD: "Circle"}).status_code == 303
        assert send(client, "/projects/queue/run", sure="chance", action="").status_code == 303
        going = re.compile(r"run (?:[2-9]|\d\d+) of \d+, with the numbers")
        until(lambda: bool(going.search(client.get("/projects/queue/run").text)))
        os.killpg(process.pid, signal.SIGKILL)  # as when the power goes
        process.wait(LONGEST)

    assert "label: Circle" in (folder / SCENARIO).read_text(encoding="utf-8")
    with started(tmp_path) as (_, client):
        page = client.get("/projects/queue/run").text
        (key,) = re.findall(r'value="go_on:([^"]+)"', page)
        assert "Stopped" in page
        send(client, "/projects/queue/run", action=f"go_on:{key}")
        until(lambda: "See what came out" in client.get("/projects/queue/run").text)
        assert client.get(f"/projects/queue/compare/{key}").status_code == 200


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        found = CliRunner().invoke(
            commands, ["app", "--no-browser", "--port", port, "--projects", str(tmp_path)]
        )

    assert found.exit_code == 2
    assert f"--port: {port} is taken by another program" in found.output
    assert "--port 0" in found.output


def test_a_host_that_is_an_address_is_told(tmp_path: Path) -> None:
    found = CliRunner().invoke(
        commands,
        ["app", "--no-browser", "--port", "0", "--allow-host", "https://plans.example.org"],
    )

    assert found.exit_code == 2
    assert "without https://" in found.output


def test_without_the_extra_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)

    found = CliRunner().invoke(commands, ["app"])

    assert found.exit_code == 2
    assert "starlette, uvicorn, python-multipart" in found.output
    assert "pip install 'throughline[app]'" in found.output
