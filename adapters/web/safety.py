"""Who may ask what of the room: this machine's own names, this page's own forms, and headers that let a page do nothing else.

Sources: OWASP "Cross-Site Request Forgery Prevention" and "DNS rebinding" guides, Content Security Policy Level 3, Fetch Metadata (W3C).
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Asking = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE = "relaydoc_form"
FIELD = "form"
"""The name of the field that shows that a form is ours."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",  # with no-referrer, Chromium sends "Origin: null" on a form's POST
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_MADE: ContextVar[str] = ContextVar("form token made for this request", default="")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Knows by which names the room may be reached.

    Attributes:
        names: beside those of this machine, in lower case.
    """

    names: frozenset[str] = frozenset()

    def knows(self, host: str) -> bool:
        """Tell whether a Host header names this room; any other name is one that somebody pointed at this machine (DNS rebinding)."""
        name = name_of(host)
        return name in LOOPBACK_NAMES or name in self.names

    @staticmethod
    def is_own(request: web.Request) -> bool:
        """Tell whether a request comes from a page of this room, or from no page at all."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("Origin")
        return origin is None or (urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc == request.host)


def name_of(host: str) -> str:
    """Return the name in a Host header, without its port, in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_from_here(request: web.Request) -> bool:
    """Tell whether a request comes from this machine to a name of this machine, so not by way of another server either."""
    try:
        peer = ip_address(request.remote or "")
    except ValueError:
        return False
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For"))
    return peer.is_loopback and name_of(request.host) in LOOPBACK_NAMES and not forwarded


def form_token(request: web.Request) -> str:
    """Return what forms of this visitor bear, which only their own browser knows."""
    kept = request.cookies.get(COOKIE, "")
    if 20 <= len(kept) <= 60 and kept.isascii():
        return kept
    made = _MADE.get() or secrets.token_urlsafe(24)
    _MADE.set(made)
    return made


def keep_token(request: web.Request, response: web.StreamResponse) -> None:
    """Leave the visitor's browser what its forms bear, if it has it not yet."""
    token = _MADE.get()
    if token:
        response.set_cookie(COOKIE, token, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.scheme == "https")


def is_ours(request: web.Request, shown: str) -> bool:
    """Tell whether a form bears what this visitor's forms bear."""
    kept = request.cookies.get(COOKIE, "")
    return bool(kept) and secrets.compare_digest(kept.encode(), shown.encode())


def guard(doorkeeper: Doorkeeper, refuse: Callable[[web.Request, int, str], web.Response]) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return what stands before every answer: it turns strangers' requests away.

    Args:
        doorkeeper: knows the names.
        refuse: makes the answer to a request that is turned away, with a status and the phrase that says why.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Asking) -> web.StreamResponse:
        _MADE.set("")  # one connection's requests share a context
        response: web.StreamResponse
        if not doorkeeper.knows(request.host):
            response = web.Response(status=421, text="This name is not one of the room's.\n")
        elif request.method not in ("GET", "HEAD") and not doorkeeper.is_own(request):
            response = refuse(request, 403, "web-not-from-here")
        else:
            response = await handler(request)  # the parameter has the name that aiohttp gives it
        if not response.prepared:
            keep_token(request, response)
        return response

    return guarded


async def adorn(_request: web.Request, response: web.StreamResponse) -> None:
    """Give an answer its headers."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
