"""Nobody gets in but the person who started the app, and no other site makes their browser act."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from sim.app.house import House
from sim.app.projects import Projects
from sim.app.safety import ENTER, POLICY, Keys
from sim.app.safety.doors import LARGEST_BODY
from tests.app.conftest import BASE, PORT, Client, Planner


def test_the_first_address_works_once_and_leads_to_a_clean_one(house: House) -> None:
    client, token = Client(house), house.keys.token

    answer = client.request("GET", f"{ENTER}?token={token}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"throughline-{PORT}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {each.strip() for each in cookie.split(";")}
    assert token not in cookie
    assert client.request("GET", "/").status_code == 200
    assert Client(house).request("GET", f"{ENTER}?token={token}").status_code == 403


@pytest.mark.parametrize("query", ["", "?token=", "?token=guess", "?token=%00", "?other=1"])
def test_no_other_token_lets_anybody_in(house: House, query: str) -> None:
    answer = Client(house).request("GET", f"{ENTER}{query}")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert house.keys.token  # is still to be used


@pytest.mark.parametrize("path", ["/", "/projects/queue/check", "/static/app.css", "/nothing"])
def test_nothing_is_shown_without_the_cookie(house: House, path: str) -> None:
    answer = Client(house).request("GET", path)

    assert answer.status_code == 403
    assert "printed when it was started" in answer.text


def test_a_cookie_of_another_start_lets_nobody_in(house: House) -> None:
    client = Client(house)
    client.cookies.set(house.keys.cookie, Keys(PORT).new_session(), domain="127.0.0.1")

    assert client.request("GET", "/").status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8477", "127.0.0.1", "127.0.0.1:80", "[::1]:8477", "", "a b"],
)
def test_another_host_is_refused_as_in_dns_rebinding(planner: Planner, host: str) -> None:
    answer = planner.client.request("GET", "/", headers={"host": host})

    assert answer.status_code == 421
    assert "form_token" not in answer.text


def test_every_answer_carries_the_headers_of_safety(planner: Planner) -> None:
    for path in ("/", "/static/app.js", "/nothing"):
        headers = planner.client.request("GET", path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY


def test_a_page_holds_no_script_and_no_style_of_its_own(
    planner: Planner, project: Callable[..., Path]
) -> None:
    project()
    for path in ("/", "/projects/queue/check", "/projects/queue/services"):
        text = planner.get(path).lower()
        assert text.count("<script") == text.count('<script src="/static/') == 2
        assert "<style" not in text
        assert " style=" not in text
        assert "javascript:" not in text
        assert not re.search(r"<[^>]*\son\w+\s*=", text)


def test_behind_a_proxy_that_asks_who_it_is_a_session_begins_by_itself(tmp_path: Path) -> None:
    shared = House(Projects(tmp_path), Keys(PORT, ("plans.example.org",)))
    client = Client(shared)

    answer = client.request("GET", "/", headers={"host": "plans.example.org"})

    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"]
    other = client.request("GET", "/", headers={"host": "other.example.org"})
    assert other.status_code == 421


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_pages_and_forms_are_answered(planner: Planner, method: str) -> None:
    assert planner.client.request(method, "/").status_code == 405


def test_a_body_larger_than_an_upload_is_not_read(planner: Planner) -> None:
    answer = planner.client.request(
        "POST",
        "/start/upload",
        headers={
            "origin": BASE,
            "content-type": "multipart/form-data; boundary=x",
            "content-length": str(LARGEST_BODY + 1),
        },
        content=b"",
    )
    assert answer.status_code == 413


def test_a_body_that_says_less_than_it_holds_is_cut_off(planner: Planner) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'

    async def parts() -> AsyncIterator[bytes]:
        yield head
        for _ in range(LARGEST_BODY // 1_000_000 + 2):
            yield b"x" * 1_000_000

    answer = planner.client.request(
        "POST",
        "/start/upload",
        headers={"origin": BASE, "content-type": "multipart/form-data; boundary=x"},
        content=parts(),
    )
    assert answer.status_code == 413
