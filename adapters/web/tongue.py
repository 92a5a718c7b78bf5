"""Which language a visitor reads: the one they chose here, else that of the conversation, else the first that their browser names."""

from __future__ import annotations

from aiohttp import web

LANGUAGES = ("ja", "en")
COOKIE = "relaydoc_lang"
_YEAR = 365 * 24 * 3600


def chosen(request: web.Request) -> str | None:
    """Return the language that the address or the visitor's cookie names, None if neither does."""
    return next((lang for lang in (request.query.get("lang"), request.cookies.get(COOKIE)) if lang in LANGUAGES), None)


def preferred(request: web.Request) -> str | None:
    """Return the first of our languages by Accept-Language (RFC 9110, 12.5.4), None if it names neither."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("Accept-Language", "")[:1000].split(",")):
        tag, _, weight = part.strip().partition(";")
        lang = tag.strip().lower().partition("-")[0]
        if lang in LANGUAGES and _weight(weight) > 0:
            found.append((-_weight(weight), place, lang))
    return min(found)[2] if found else None


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0


def keep(response: web.StreamResponse, request: web.Request, lang: str | None = None) -> None:
    """Remember a language that was chosen by the address, or in the conversation."""
    lang = lang or request.query.get("lang")
    if lang in LANGUAGES and request.cookies.get(COOKIE) != lang:
        response.set_cookie(COOKIE, lang, max_age=_YEAR, samesite="Lax", secure=request.scheme == "https")
