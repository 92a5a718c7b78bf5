"""The description of the API (OpenAPI 3.1), made from the contract's own schemas."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from adapters.web.asked import (
    MOST_NAMES,
    MOST_OF_A_NAME,
    MOST_OF_A_QUESTION,
    MOST_OF_A_TEXT,
    MOST_TELLS,
    NETWORK,
    SEEN,
    VERSION,
    tell_pattern,
)  # fmt: skip
from bot.ask_command import schema as ask_schema
from bot.contract import schema as answer_schema
from bot.library import Library

_LANG = {"type": "string", "enum": ["ja", "en"]}
_NAMES = {"type": "array", "maxItems": MOST_NAMES, "items": {"type": "string", "maxLength": MOST_OF_A_NAME}}


def openapi(library: Library) -> dict[str, Any]:
    """Return the description; the library knows the facts that can be told."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "RelayDoc",
            "version": version("relaydoc"),
            "description": "Explains a pasted mail log line by line, and answers questions about mail relays from a knowledge base.",
        },
        "security": [{}, {"token": []}],
        "paths": {
            "/api/explain": {"post": _explain(tell_pattern(library.vocabulary.facts))},
            "/api/ask": {"get": _ask()},
            "/api/suggest": {"get": _suggest()},
        },
        "components": {
            "schemas": {"Answer": _embedded(answer_schema()), "Asked": _embedded(ask_schema()), "Error": _error(), "Site": _site()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "the setting web_token"}},
        },
    }


def _explain(tell: str) -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {
                "type": "string",
                "maxLength": MOST_OF_A_TEXT,
                "description": "the paste: lines of a log, with words around them or none",
            },
            "question": {"type": "string", "maxLength": MOST_OF_A_QUESTION, "description": "what is to be known"},
            "lang": {**_or_null(_LANG), "description": "the language of the answer; else it is found"},
            "site": _or_null({"$ref": "#/components/schemas/Site"}),
            "tell": {
                "type": "array",
                "maxItems": MOST_TELLS,
                "items": {"type": "string", "pattern": _whole(tell)},
                "description": "facts, as --tell takes them, such as ours=example.co.jp",
            },
        },
    }
    return {
        "operationId": "explain",
        "summary": "Explain one paste.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _responses("Answer", "the answer, as `relaydoc explain --format json` prints it", 400, 413, 415, 422, 503),
    }


def _ask() -> dict[str, Any]:
    question = {
        "name": "q",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "pattern": SEEN, "maxLength": MOST_OF_A_QUESTION},
    }
    return {
        "operationId": "ask",
        "summary": "Ask the knowledge base.",
        "parameters": [question, {"name": "lang", "in": "query", "schema": _LANG}],
        "responses": _responses("Asked", "what came of it, as `relaydoc ask --format json` prints it", 422) | _TOO_LONG,
    }


def _suggest() -> dict[str, Any]:
    found = {"type": "object", "required": ["id", "title"], "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
    schema = {
        "type": "object",
        "required": ["lang", "suggestions"],
        "properties": {"lang": _LANG, "suggestions": {"type": "array", "items": found}},
    }
    responses = _responses("Error", "", 422) | _TOO_LONG
    responses["200"] = {"description": "pages that fit", "content": {"application/json": {"schema": schema}}}
    typed = {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": MOST_OF_A_QUESTION}}
    return {
        "operationId": "suggest",
        "summary": "Finish a question that is being typed.",
        "parameters": [typed, {"name": "lang", "in": "query", "schema": _LANG}],
        "responses": responses,
    }


_WHY = {
    400: "the body is no JSON",
    401: "a token is set, and was not shown",
    403: "no token is set, and the request comes from another machine or another site",
    413: "the body is too large",
    415: "the body is not sent as JSON",
    422: "a part cannot be used; the message names it",
    429: "asked too often; Retry-After tells the seconds",
    503: "the answer could not be made in time",
}
_TOO_LONG = {"400": {"description": "the address is too long", "content": {"text/plain": {"schema": {"type": "string"}}}}}


def _responses(schema: str, said: str, *statuses: int) -> dict[str, Any]:
    """Return the responses of an operation: the wanted one, and the ways in which it is refused."""
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    refused = {str(status): {"description": _WHY[status], "content": error} for status in (401, 403, 429, *statuses)}
    wanted = {"description": said, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}
    return {"200": wanted, **refused}


def _error() -> dict[str, Any]:
    inner = {
        "type": "object",
        "required": ["status", "message"],
        "properties": {"status": {"type": "integer"}, "message": {"type": "string"}},
    }
    return {"type": "object", "required": ["error"], "additionalProperties": False, "properties": {"error": inner}}


def _site() -> dict[str, Any]:
    """Return what may be said of a site."""
    networks = {"type": "array", "maxItems": MOST_NAMES, "items": {"type": "string", "pattern": _whole(NETWORK)}}
    parts = {
        "domains": _NAMES,
        "networks": networks,
        "gateways": networks,
        "users": _NAMES,
        "server": _or_null({"type": "string", "maxLength": MOST_OF_A_NAME}),
        "version": _or_null({"type": "string", "pattern": _whole(VERSION)}),
        "language": _or_null(_LANG),
    }
    return {"type": "object", "additionalProperties": False, "properties": parts}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _embedded(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "$schema"}
