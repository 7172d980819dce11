"""Let in only who was sent the address: own host, own origin, a signed cookie, limited bodies.

A page of another site must not be able to read or change anything here, whatever it makes a
browser do: not by another name for this machine (DNS rebinding), not by a form it posts, not in a
frame. Requests that do not pass get one plain sentence, and reach no other part of the app.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTER = "/enter"
LARGEST_BODY = 21_000_000  # bytes: an upload of 20 MB with what a form puts around it
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SECRET_BYTES = 32
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load and do: only what the app itself serves, and no script inside a page."""
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",  # with `no-referrer` browsers post forms with `Origin: null`
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
HOST = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?|\[::1\](?::\d{1,5})?")


@dataclass
class Keys:
    """What proves that a browser was sent here: a token that works once, and signed cookies."""

    port: int
    outer: Collection[str] = ()  # names under which a proxy with sign-in serves the app
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(SECRET_BYTES), repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie; two apps on one machine keep theirs apart."""
        return f"throughline-{self.port}"

    @property
    def inner(self) -> tuple[str, ...]:
        """The hosts under which this machine itself reaches the app."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def use_token(self, token: str) -> bool:
        """Return whether a token is the one that was printed; it works once."""
        if not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = ""
        return True

    def new_session(self) -> str:
        """Return the value of a new cookie."""
        name = secrets.token_urlsafe(SECRET_BYTES)
        return f"{name}.{self._signed('session', name)}"

    def is_session(self, value: str) -> bool:
        """Return whether a cookie was made by this run of the app."""
        name, _, mark = value.partition(".")
        return hmac.compare_digest(mark.encode(), self._signed("session", name).encode())

    def form_token(self, session: str) -> str:
        """Return what every form of a session carries; no other site can know it."""
        return self._signed("form", session)

    def is_form_token(self, token: str, session: str) -> bool:
        """Return whether a form came from a page of this session."""
        return hmac.compare_digest(token.encode(), self.form_token(session).encode())

    def _signed(self, what: str, text: str) -> str:
        return hmac.new(self._secret, f"{what}:{text}".encode(), hashlib.sha256).hexdigest()


class Doors:
    """The outermost part of the app: it refuses, or passes on and sets the headers of answers."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        answer = self._answer(scope)
        send = _with_headers(send)
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self.app(scope, _limited(receive), send)

    def _answer(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is not passed on; None if it may pass."""
        headers, keys = Headers(scope=scope), self.keys
        host = headers.get("host", "").lower()
        if not HOST.fullmatch(host) or host not in (*keys.inner, *keys.outer):
            return _refused(421, OTHER_HOST)
        scheme = "https" if host in keys.outer else "http"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return _refused(405, "Only pages and forms are answered here.")
        is_form, origin = scope["method"] == "POST", headers.get("origin")
        if origin != f"{scheme}://{host}" and (is_form or origin is not None):
            return _refused(403, OTHER_ORIGIN)
        if is_form and (refused := _wrong_form(headers)) is not None:
            return refused
        return self._session(scope, headers, host)

    def _session(self, scope: Scope, headers: Headers, host: str) -> Response | None:
        """Note the session of a request; answer one that has none."""
        keys, path = self.keys, scope["path"]
        if path == ENTER and scope["method"] == "GET":
            token = scope["query_string"].decode("latin-1").removeprefix("token=")
            if keys.use_token(token):
                return self._welcome("/", host)
            return _refused(403, USED)
        session = _cookie(headers.get("cookie", ""), keys.cookie)
        if session and keys.is_session(session):
            scope["state"] = {**scope.get("state", {}), "session": session}
            return None
        if host in keys.outer and scope["method"] == "GET":
            return self._welcome(path, host)  # the proxy has asked who it is
        return _refused(403, NO_SESSION)

    def _welcome(self, path: str, host: str) -> Response:
        where = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(where, 303, {"referrer-policy": "no-referrer"})
        answer.set_cookie(
            self.keys.cookie,
            self.keys.new_session(),
            path="/",
            httponly=True,
            samesite="strict",
            secure=host in self.keys.outer,
        )
        return answer


OTHER_HOST = "This app answers only under the address that it printed when it was started."
OTHER_ORIGIN = "This form was not sent by a page of this app, so nothing was changed."
TOO_LARGE = (
    "This is larger than 20 MB, and has not been read. Nothing was changed. Is it the right file? "
    "Go back in the browser, and choose another."
)
USED = (
    "This address has been used, or is not the one that `sim app` printed: it works once. Go on in "
    "the window where it was opened, or start `sim app` again."
)
NO_SESSION = (
    "This browser was not sent here by `sim app`. Open the address that it printed when it was "
    "started; it works once. If the app was started again since, use its new address."
)


def _wrong_form(headers: Headers) -> Response | None:
    """Return the answer to a form of a kind or size that no page of the app sends."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in FORMS:
        return _refused(415, "Only forms are answered here.")
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()):
        return _refused(400, "The form does not say how long it is.")
    return _refused(413, TOO_LARGE) if int(length) > LARGEST_BODY else None


def _refused(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status)


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


def _with_headers(send: Send) -> Send:
    """Return a way to answer that sets the headers of safety where a page sets none of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _limited(receive: Receive) -> Receive:
    """Return a way to receive that stops at the largest body, whatever its head said."""
    got = 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > LARGEST_BODY:
            raise HTTPException(413, TOO_LARGE)
        return message

    return receiving
