"""The app without a network: a client that has been let in, and small projects."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sim.app.application import application
from sim.app.house import House
from sim.app.projects import SCENARIO, Projects
from sim.app.safety import ENTER, Keys
from tests.app.served import chromium

HOUSE = Path(__file__).resolve().parents[2]
PORT = 8477
RIVERSIDE = HOUSE / "scenarios" / "riverside" / "riverside.xlsx"
BASE = f"http://127.0.0.1:{PORT}"
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
REVISION = re.compile(r'name="revision" value="([^"]+)"')
SMALL = (
    (HOUSE / "scenarios" / "queue.yaml")
    .read_text(encoding="utf-8")
    .replace("length: 11 years ", "length: 60 days ")
    .replace("warm_up: 1 year ", "warm_up: 10 days ")
    .replace("replications: 10 ", "replications: 2 ")
)
"""The lesson of the queue, with runs of two months."""
SMALL_AREA = Path(__file__).with_name("small_area.yaml").read_text(encoding="utf-8")


class Client:
    """A browser that asks the app itself, without a network. It follows nothing by itself."""

    def __init__(self, house: House) -> None:
        self.app = application(house)
        self.cookies = httpx.Cookies()

    def request(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Ask once, with the cookies of before."""

        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=BASE, cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **what)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asking())


class Planner:
    """Somebody at a browser that was let in."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.client = Client(house)
        answer = self.client.request("GET", f"{ENTER}?token={house.keys.token}")
        assert answer.status_code == 303, answer.text

    def get(self, path: str, status: int = 200) -> str:
        """Open a page, and return its text."""
        answer = self.client.request("GET", path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, fields: dict[str, Any], files: Any = None, **headers: str) -> Any:
        """Send a form with the token of the session, and return the answer."""
        token = TOKEN.search(self.get("/"))
        assert token is not None
        return self.client.request(
            "POST",
            path,
            data={"form_token": token[1], **fields},
            files=files,
            headers={"origin": BASE, **headers},
        )

    def save(self, path: str, fields: dict[str, Any]) -> str:
        """Send a form of a project as it is now, and return the page that follows."""
        revision = REVISION.search(self.get(path))
        assert revision is not None
        answer = self.post(path.partition("?")[0], {"revision": revision[1], **fields})
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(Projects(tmp_path / "projects"), Keys(PORT))


@pytest.fixture
def planner(house: House) -> Planner:
    return Planner(house)


@pytest.fixture
def project(house: House) -> Callable[[str], Path]:
    """Make a project of a scenario text, and return its folder."""

    def make(text: str = SMALL, name: str = "queue") -> Path:
        folder = house.projects.new_folder(name)
        (folder / "area.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def small_area(project: Callable[..., Path]) -> Path:
    """The scenario file of a project of the small area, called `area`."""
    return project(SMALL_AREA, "area") / SCENARIO


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project of the made-up area, imported once."""
    house = House(Projects(tmp_path_factory.mktemp("imported")), Keys(PORT))
    data = RIVERSIDE.read_bytes()
    answer = Planner(house).post("/start/upload", {}, {"file": ("riverside.xlsx", data)})
    assert answer.headers["location"] == "/projects/riverside/check"
    return house.projects.named("riverside").folder


@pytest.fixture
def riverside(imported: Path, house: House) -> Path:
    """The scenario file of the made-up area: 16 services, made from a workbook."""
    return Path(shutil.copytree(imported, house.projects.root / "riverside")) / SCENARIO
