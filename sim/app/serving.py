"""Serve the app on this machine alone: a port, an address that works once, and the browser."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import platformdirs
import uvicorn

from sim.app.application import application
from sim.app.house import House
from sim.app.projects import Projects
from sim.app.safety import ENTER, Keys
from sim.app.safety.doors import HOST
from sim.errors import SimError
from sim.studies.files.naming import printable

HERE = "127.0.0.1"
PORT = 8477
BACKLOG = 128


class Options(NamedTuple):
    """The options of `sim app`."""

    port: int = PORT  # 0: any that is free
    browser: bool = True  # whether the address is opened
    projects: Path | None = None  # the folder of all projects
    allow_host: Sequence[str] = ()  # names under which a proxy serves the app


class _Server(uvicorn.Server):
    """A server whose streams of progress end when it is stopped: they would not by themselves."""

    def __init__(self, config: uvicorn.Config, closing: threading.Event) -> None:
        super().__init__(config)
        self._closing = closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._closing.set()
        super().handle_exit(sig, frame)


def serve(options: Options, say: Callable[[str], None]) -> None:
    """Serve the app until it is stopped with Ctrl-C.

    Raises
    ------
    SimError
        If the port is taken, or if a host is not the name of one.
    """
    hosts = [each.strip().lower() for each in options.allow_host]
    for host in hosts:
        if not HOST.fullmatch(host):
            raise SimError(
                f"--allow-host: `{host}` is not the name of a host.\n"
                "  Write the name that people type, such as plans.example.org, without https://."
            )
    with listening_on(options.port) as listening:
        port = listening.getsockname()[1]
        keys = Keys(port, tuple(hosts))
        root = options.projects or Path(platformdirs.user_documents_dir()) / "Throughline"
        house = House(Projects(root.resolve()), keys)
        address = f"http://{HERE}:{port}{ENTER}?token={keys.token}"
        say(f"The app is at {address}\n  This address works once. Projects are in "
            f"{printable(root)}. Stop the app with Ctrl-C.")  # fmt: skip
        if options.browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            application(house),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,  # a browser may not take what it asked for
        )
        try:
            asyncio.run(_Server(config, house.closing).serve(sockets=[listening]))
        finally:
            house.runs.stop_all()


def listening_on(port: int) -> socket.socket:
    """Return a socket of this machine alone; nobody on the network reaches it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HERE, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise SimError(
            f"--port: {port} is taken by another program, perhaps by an app that runs already.\n"
            "  Use the window of that one, or choose another port: --port 8478, or --port 0 for "
            "any that is free."
        ) from None
    return listening
