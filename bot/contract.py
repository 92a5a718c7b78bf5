"""An answer as the document ``relaydoc.answer/1``; its JSON Schema is ``answer.schema.json`` beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.answer.lines import ExplainedLine
from bot.answer.model import Answer, AnswerFinding, AnswerQuestion, AnswerSetting, AnswerTransaction
from bot.diagnosis import OpenRule
from bot.markdown import markdown_of
from bot.prose import text_of

SCHEMA = "relaydoc.answer/1"
SCHEMA_FILE = Path(__file__).parent / "answer.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def document(answer: Answer, file: str | None = None) -> dict[str, Any]:
    """Return an answer as the contract's document; ``file`` is named where several pastes are answered together."""
    return {
        "schema": SCHEMA,
        **({"file": file} if file is not None else {}),
        "lang": answer.lang,
        "input": answer.input,
        "mta": answer.mta,
        "coverage": {"lines": answer.lines_total, "read": answer.lines_read, "unread": list(answer.unread)},
        "verdict": answer.verdict,
        "severity": answer.severity,
        "certainty": answer.certainty,
        "headline": answer.headline,
        "findings": [_finding(finding) for finding in answer.findings],
        "open": [_open(rule) for rule in answer.open],
        "evidence": list(answer.evidence),
        "warned": list(answer.warned),
        "transactions": [_transaction(transaction) for transaction in answer.transactions],
        "lines": [_line(line) for line in answer.lines],
        "questions": [_question(question) for question in answer.questions],
        "settings": [_setting(setting) for setting in answer.settings],
        "steps": list(answer.steps),
        "cautions": list(answer.cautions),
        "sources": list(answer.sources),
        "markdown": markdown_of(answer.reply),
    }


def _finding(finding: AnswerFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": finding.verdict,
        "of": finding.of,
        "transactions": list(finding.transactions),
        "certainty": finding.certainty,
        "severity": finding.severity,
        "evidence": list(finding.evidence),
        "headline": finding.headline,
        "doubts": list(finding.doubts),
    }


def _open(rule: OpenRule) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "verdict": rule.verdict,
        "of": rule.of,
        "transactions": list(rule.transactions),
        "evidence": list(rule.evidence),
        "needs": list(rule.needs),
    }


def _transaction(told: AnswerTransaction) -> dict[str, Any]:
    transaction = told.transaction
    return {
        "id": transaction.id,
        "name": told.name,
        "lines": list(transaction.lines),
        "seen": [part for part in ("entry", "sender", "recipients", "outcome", "end") if part in transaction.seen],
        "client": transaction.client,
        "client_name": transaction.client_name,
        "login": transaction.login,
        "sender": transaction.sender,
        "recipients": [{"address": recipient.address, "outcome": recipient.outcome} for recipient in transaction.recipients],
        "queue_id": transaction.queue_id,
        "outcome": transaction.outcome,
        "facts": {
            name: {
                "value": fact.value,
                "strength": fact.strength if fact.value is not None else None,
                "evidence": list(fact.evidence),
            }
            for name, fact in told.facts.items()
        },
    }


def _line(line: ExplainedLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "event": line.event,
        "about": line.about,
        "fields": dict(line.fields),
        "meaning": text_of(line.meaning),
        "not_meaning": text_of(line.not_meaning) or None,
        "inferred": line.inferred,
        "tone": line.tone,
    }


def _question(question: AnswerQuestion) -> dict[str, Any]:
    common = {
        "kind": question.kind,
        "fact": question.fact,
        "about": question.about,
        "transaction": question.transaction,
        "text": question.text,
        "why": question.why,
    }
    if question.kind == "lines":
        return {**common, "fetch": question.fetch, "how": question.how, "command": question.command}
    choices = [{"value": choice.value, "label": choice.label, "tells": dict(choice.tells)} for choice in question.choices]
    return {**common, "choices": choices}


def _setting(setting: AnswerSetting) -> dict[str, Any]:
    return {
        "page": setting.page,
        "label": setting.label,
        "title": setting.title,
        "where": setting.where,
        "value": setting.value,
        "effect": setting.effect,
        "side_effect": setting.side_effect,
        "limits": setting.limits,
    }
