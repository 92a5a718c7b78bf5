"""Logs of real servers, read again: every line known, every message's story as those know it who sent and received it, the verdict."""

from __future__ import annotations

import re

import pytest

from bot.desk import Message
from bot.site import Site
from tests.lab.replay import as_told, as_true, recordings, refused, taken

ALL = recordings()
EVERY = pytest.mark.parametrize("recording", ALL, ids=lambda recording: recording.name)
NAMES = re.compile(r"[\w.-]+@([\w.-]+\w)")
RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|localhost|local|arpa)$")
ADDRESSES = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.])")
NEWER_ADDRESSES = re.compile(r"\[([\da-f]{0,4}:[\da-f:]+)\]")
OF_DOCUMENTS = re.compile(r"(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.\d+\.\d+|10\.20\.30|172\.22\.1|192\.168\.\d+)\.\d+|0\.0\.0\.0")


def test_there_are_enough():
    """Five and twenty scenes at least, of two releases, and every verdict that Postfix can show."""
    verdicts = {recording.truth["expected"]["verdict"] for recording in ALL}
    assert len({recording.truth["scene"] for recording in ALL}) >= 25
    assert {recording.truth["suite"] for recording in ALL} == {"bookworm", "trixie"}
    assert verdicts >= {
        "relay_abuse", "account_compromised", "local_script_spam", "our_ip_blocklisted", "backscatter", "spoofed_inbound", "server_fault",
        "delivery_problem", "exploit_attempt", "relay_attempt_refused", "brute_force", "blocklisted_sender_refused", "open_relay_test",
        "scan_noise", "greylisting", "own_mail", "normal_inbound",
    }  # fmt: skip


@EVERY
def test_names_are_reserved(recording):
    """Nobody's real name or address stands in a recording."""
    assert {address for address in ADDRESSES.findall(recording.log) if not OF_DOCUMENTS.fullmatch(address)} == set()
    assert {address for address in NEWER_ADDRESSES.findall(recording.log) if not address.startswith("2001:db8:")} == set()
    assert {domain for domain in NAMES.findall(recording.log) if not RESERVED.search(domain)} == set()


@EVERY
def test_every_line_is_read(recording, catalogue_of):
    """No line of a recording is left unread."""
    reading = catalogue_of(recording.log)
    assert [event.line.raw for event in reading.events if event.kind == "unread"] == []


@EVERY
def test_messages(recording, known):
    """Each message that was taken is told once, with its client, login, sender and what became of it for each recipient."""
    transactions = known(recording.log).transactions
    found = sorted((as_told(one, transactions) for one in taken(transactions)), key=str)
    true = sorted((as_true(message) for message in recording.truth["messages"]), key=str)
    for told, message in zip(found, true, strict=True):
        ids = {"queue_id": told["queue_id"]} if message["queue_id"] is None else {}  # a program that hands in mail is not told the id
        assert told == {**message, **ids}


@EVERY
def test_attempts(recording, known):
    """Each message that was refused is told, with its client, sender and recipients as far as the server was told them."""
    transactions = known(recording.log).transactions
    found = {(one.client, one.sender, recipient.address) for one in refused(transactions) for recipient in one.recipients}
    attempts = [attempt for attempt in recording.truth["attempts"] if attempt["replies"]]
    assert {(one["client"], one["sender"], address) for one in attempts for address in one["recipients"]} <= found
    assert {one["client"] for one in attempts} <= {one.client for one in transactions if one.outcome == "refused"}


@EVERY
def test_bounces(recording, known):
    """Each bounce that we sent is told as the child of the message that it returns."""
    children = [one for one in known(recording.log).transactions if one.parent is not None and one.made_by == "returned_to_sender"]
    sent = sorted(recipient.address for one in children for recipient in one.recipients if recipient.outcome == "sent")
    assert sent == sorted(address for bounce in recording.truth["bounces"] for address in bounce)


def told_by(desk, recording, lang, site):
    """Return what the desk concludes about a recording."""
    question = recording.truth["question"][lang]
    return desk.explain(Message(text=recording.log, question=question, lang=lang), Site.model_validate(site))


@EVERY
@pytest.mark.parametrize("told", ["with_site", "without_site"])
def test_verdict(recording, told, desk, library):
    """The verdict is that of an expert who knows the site, and no false one of somebody who does not."""
    if not {"account_compromised", "local_script_spam", "our_ip_blocklisted"} <= {rule.verdict for rule in library.rules.values()}:
        pytest.skip("there are no rules yet for what Postfix can show")
    truth = recording.truth
    site = truth["site"] if told == "with_site" else {}
    answer = told_by(desk, recording, ("en", "ja")[len(recording.name) % 2], site)
    assert answer.verdict in (truth["expected"] if told == "with_site" else truth["without_site"])["acceptable"]
