"""The description of the API (OpenAPI 3.1), made from the contract's own schemas."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bot.ask_command import schema as ask_schema
from bot.contract import schema as answer_schema
from bot.site import Site

_LANG = {"enum": ["ja", "en"]}
_NAMES = {"type": "array", "items": {"type": "string"}}


def openapi() -> dict[str, Any]:
    """Return the description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "RelayDoc",
            "version": version("relaydoc"),
            "description": "Explains a pasted mail log line by line, and answers questions about mail relays from a knowledge base.",
        },
        "security": [{}, {"token": []}],
        "paths": {
            "/api/explain": {"post": _explain()},
            "/api/ask": {"get": _ask()},
            "/api/suggest": {"get": _suggest()},
        },
        "components": {
            "schemas": {"Answer": _embedded(answer_schema()), "Asked": _embedded(ask_schema()), "Error": _error(), "Site": _site()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "the setting web_token"}},
        },
    }


def _explain() -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "description": "the paste"},
            "question": {"type": "string", "maxLength": 2000, "description": "what is to be known"},
            "lang": {"anyOf": [_LANG, {"type": "null"}], "description": "the language of the answer; else it is found"},
            "site": {"$ref": "#/components/schemas/Site"},
            "tell": {**_NAMES, "maxItems": 100, "description": "facts, as --tell takes them, such as ours=example.co.jp"},
        },
    }
    return {
        "operationId": "explain",
        "summary": "Explain one paste.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _responses("Answer", "the answer, as `relaydoc explain --format json` prints it", 400, 413, 415, 422, 503),
    }


def _ask() -> dict[str, Any]:
    question = {"name": "q", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 2000}}
    return {
        "operationId": "ask",
        "summary": "Ask the knowledge base.",
        "parameters": [question, {"name": "lang", "in": "query", "schema": _LANG}],
        "responses": _responses("Asked", "what came of it, as `relaydoc ask --format json` prints it", 422),
    }


def _suggest() -> dict[str, Any]:
    found = {"type": "object", "required": ["id", "title"], "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
    schema = {
        "type": "object",
        "required": ["lang", "suggestions"],
        "properties": {"lang": _LANG, "suggestions": {"type": "array", "items": found}},
    }
    responses = _responses("Error", "", 422)
    responses["200"] = {"description": "pages that fit", "content": {"application/json": {"schema": schema}}}
    typed = {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 2000}}
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
    """Return what may be said of a site, as its file has it."""
    several = {name: _NAMES for name in Site.model_fields if name in ("domains", "networks", "gateways", "users")}
    single = {name: {"type": "string"} for name in Site.model_fields if name not in several}
    return {"type": "object", "additionalProperties": False, "properties": {**several, **single}}


def _embedded(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "$schema"}
