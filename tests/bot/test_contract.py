"""An answer as the document that people script against, held to its JSON Schema."""

import json

import jsonschema
import pytest

from bot.contract import SCHEMA, document, schema

PASTES = {
    "a session": "session",
    "no log": "Dear all,\nplease find the minutes of our meeting below, and let me know what is missing from them by Friday.\nAlice",
    "nothing": "",
    "another server": "Nov 24 05:00:00 mx postfix/smtpd[99]: connect from unknown[192.0.2.7]",
    "a header": "Received: from [192.168.1.50] by 192.168.1.22 (AppleShare IP Mail Server 6.2) id 7 via TCP with SMTP; "
    "Wed, 07 Mar 2001 16:53:42 -0800",
}


@pytest.mark.parametrize("tell", [(), ("ours=example.com", "not-ours=192.0.2.7"), ("not-ours=example.com",)])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("paste", PASTES)
def test_document_is_what_its_schema_says(explained, session, paste, lang, tell):
    """Whatever is pasted, the document is JSON and fits the schema."""
    text = session(name="mail.example.com") if paste == "a session" else PASTES[paste]
    told = json.loads(json.dumps(document(explained(text, tell, lang=lang))))
    jsonschema.Draft202012Validator(schema()).validate(told)
    assert (told["schema"], told["lang"]) == (SCHEMA, lang)


def test_file_is_named_where_there_are_several(explained, session):
    """The file stands in the document only where it was given."""
    answer = explained(session())
    assert document(answer, "mail.log")["file"] == "mail.log"
    assert "file" not in document(answer)


def test_document_of_a_session(explained, session):
    """The parts of the document tell the session as it stands in the paste."""
    told = document(explained(session(name="mail.example.com")))
    (transaction,) = told["transactions"]
    assert (transaction["client"], transaction["sender"], transaction["outcome"]) == ("192.0.2.7", "alice@example.com", "accepted")
    assert transaction["seen"] == ["entry", "sender"]
    assert transaction["facts"]["client_is_ours"] == {"value": False, "strength": "presumed", "evidence": [5, 6]}
    assert transaction["facts"]["sender_domain_is_local"] == {"value": None, "strength": None, "evidence": [7]}
    assert [line["number"] for line in told["lines"]] == list(range(1, 8))
    assert told["coverage"] == {"lines": 7, "read": 7, "unread": []}
    assert {question["kind"] for question in told["questions"]} == {"fact", "lines"}
