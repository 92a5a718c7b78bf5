"""The forms: a log, what is always true of a site, what was wrong with an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.files import MOST_FILES
from bot.library import Library
from bot.rendering.limits import SLACK
from bot.rendering.slack_messages import plain
from bot.site import Site

Json = dict[str, Any]
LOG, SITE, REASON = "maillog", "mailsite", "reason"
"""What the forms are called (``callback_id``)."""
SITE_LISTS = ("domains", "networks", "gateways", "users")
LANGUAGES = ("text", "ja", "en")
MOST_EDITORS = 25  # their ids have to fit into one choice of the store


def log_form(library: Library, lang: str, about: Mapping[str, str], question: str = "") -> Json:
    """Return the form for a log.

    Args:
        library: for its words, and for the servers to choose from.
        lang: the language.
        about: what the answer will need to know; comes back with what was filled in.
        question: what was typed after the command.
    """
    long = {"multiline": True, "max_length": SLACK.input_value}
    asked: Json = {"initial_value": question[: SLACK.input_value]} if question else {}
    blocks = [
        _input("log", library.phrase("slack-form-log", lang), _text(long), library.phrase("slack-form-log-hint", lang)),
        _input("files", library.phrase("slack-form-files", lang), {"type": "file_input", "max_files": MOST_FILES}),
        _input("server", library.phrase("slack-form-server", lang), _servers(library, lang)),
        _input("question", library.phrase("slack-form-question", lang), _text({"max_length": SLACK.input_value, **asked})),
    ]
    return _form(LOG, library, lang, "slack-form-title", "slack-form-submit", blocks, about)


def site_form(library: Library, lang: str, about: Mapping[str, str], site: Site, language: str, editors: Sequence[str]) -> Json:
    """Return the form for a site, filled in with what is known; ``language`` and ``editors`` as they were chosen."""
    known = {name: ", ".join(getattr(site, name)) for name in SITE_LISTS}
    blocks = [
        _input(
            name, library.phrase(f"slack-site-{name}", lang), _text(_filled(known[name])), library.phrase(f"slack-site-{name}-hint", lang)
        )
        for name in SITE_LISTS
    ]
    options = [_option(library.phrase(f"slack-language-{one}", lang), one) for one in LANGUAGES]
    chosen = next(option for option, one in zip(options, LANGUAGES, strict=True) if one == language)
    users: Json = {
        "type": "multi_users_select",
        "max_selected_items": MOST_EDITORS,
        **({"initial_users": list(editors)} if editors else {}),
    }
    blocks += [
        _input("server", library.phrase("slack-form-server", lang), _servers(library, lang, site.server)),
        _input("version", library.phrase("slack-site-version", lang), _text(_filled(site.version or ""))),
        _input(
            "language", library.phrase("slack-site-language", lang), {"type": "static_select", "options": options, "initial_option": chosen}
        ),
        _input("editors", library.phrase("slack-site-editors", lang), users, library.phrase("slack-site-editors-hint", lang)),
    ]
    return _form(SITE, library, lang, "slack-site-title", "slack-save", blocks, about)


def reason_form(library: Library, lang: str, about: Mapping[str, str]) -> Json:
    """Return the form that asks what was wrong."""
    long = _text({"multiline": True, "max_length": SLACK.input_value})
    blocks = [_input("reason", library.phrase("slack-reason-title", lang), long, library.phrase("slack-reason", lang))]
    return _form(REASON, library, lang, "slack-reason-title", "slack-send", blocks, about)


def about_of(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was given to a form when it was opened."""
    found: dict[str, str] = json.loads(view.get("private_metadata") or "{}")
    return found


def value_of(view: Mapping[str, Any], name: str) -> str:
    """Return what was typed or chosen in a field of one value, empty if nothing was."""
    state = ((view.get("state") or {}).get("values") or {}).get(name, {}).get(name) or {}
    chosen = state.get("selected_option") or {}
    return str(state.get("value") or chosen.get("value") or "")


def values_of(view: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a field that holds several, which are separated by commas or spaces, or chosen."""
    state = ((view.get("state") or {}).get("values") or {}).get(name, {}).get(name) or {}
    if "selected_users" in state:
        return [str(user) for user in state["selected_users"] or ()]
    return [part for part in str(state.get("value") or "").replace("、", ",").replace(",", " ").split() if part]


def files_of(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the files that were put into a form."""
    state = ((view.get("state") or {}).get("values") or {}).get("files", {}).get("files") or {}
    return list(state.get("files") or ())


def _form(name: str, library: Library, lang: str, title: str, submit: str, blocks: list[Json], about: Mapping[str, str]) -> Json:
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": json.dumps(dict(about), separators=(",", ":")),
        "title": plain(library.phrase(title, lang), SLACK.modal_title),
        "submit": plain(library.phrase(submit, lang), SLACK.modal_title),
        "close": plain(library.phrase("slack-cancel", lang), SLACK.modal_title),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: Json, hint: str = "") -> Json:
    """Return a field that may be left empty; block and element have the field's name."""
    made: Json = {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": plain(label, 150),
        "element": {**element, "action_id": name},
    }
    return {**made, "hint": plain(hint, 150)} if hint else made


def _text(more: Json) -> Json:
    return {"type": "plain_text_input", **more}


def _filled(value: str) -> Json:
    return {"initial_value": value[: SLACK.input_value]} if value else {}


def _servers(library: Library, lang: str, chosen: str | None = None) -> Json:
    """Return a list of the servers whose logs are known."""
    options = {name: _option(server.name.in_(lang), name) for name, server in library.servers.items()}
    initial = {"initial_option": options[chosen]} if chosen in options else {}
    return {"type": "static_select", "options": list(options.values())[: SLACK.options], **initial}


def _option(label: str, value: str) -> Json:
    return {"text": plain(label, SLACK.option_label), "value": value}
