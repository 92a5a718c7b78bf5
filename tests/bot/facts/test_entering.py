"""Tests of the table of a transaction's facts: what was told goes before what is found, and what is found is found once."""

from dataclasses import replace

import pytest

from bot.catalogue import Catalogue
from bot.facts import Known, facts_of, table_of
from bot.paste import read
from bot.site import Site
from bot.told import Account, Told
from bot.transactions import transactions

LOG = """\
Nov 24 10:12:00 mx postfix/smtpd[123]: connect from out.example.net[198.51.100.72]
Nov 24 10:12:01 mx postfix/smtpd[123]: 4Zt1kQ6xyz: client=out.example.net[198.51.100.72]
Nov 24 10:12:01 mx postfix/qmgr[7]: 4Zt1kQ6xyz: from=<kate@example.net>, size=378, nrcpt=1 (queue active)
Nov 24 10:12:02 mx postfix/local[9]: 4Zt1kQ6xyz: to=<info@example.com>, relay=local, delay=1, dsn=2.0.0, status=sent (delivered to mailbox)
Nov 24 10:12:02 mx postfix/qmgr[7]: 4Zt1kQ6xyz: removed
"""


@pytest.fixture(scope="module")
def known(library):
    """Give what is known of a message that was put into a mailbox."""
    catalogue = Catalogue(library)
    reading = catalogue.read(read(LOG, catalogue.recognise))
    server = library.servers["postfix"]
    found = transactions(reading, server.sessions, library.vocabulary.events)
    return Known(Site(), Account(), server.profile, found, library.vocabulary.facts)


def test_facts_that_only_events_show_can_be_told(known):
    """Though none of the events is there; and what is told of one leaves the others as they are."""
    transaction = known.transactions[0]
    by_events = table_of(known.kinds).by_events
    before = {name: fact.value for name, fact in facts_of(transaction, known).items()}
    absent = [name for name, kinds in by_events.items() if transaction.has_none(kinds)]
    assert len(absent) > 5
    for name in absent[:12]:
        told = replace(known, account=Account((Told(name, True, transaction=transaction.id),)))
        facts = facts_of(transaction, told)
        assert (facts[name].value, facts[name].strength) == (True, "told")
        assert all(facts[other].value == before[other] for other in absent if other != name)


def test_what_was_found_is_not_taken_for_what_else_is_known(known):
    """With something else told, every fact is found anew."""
    transaction = known.transactions[0]
    assert facts_of(transaction, known)["client_is_ours"].value is not True
    told = replace(known, account=Account((Told("client_is_ours", True, "198.51.100.72"),)))
    assert facts_of(transaction, told)["client_is_ours"].value is True
    assert facts_of(transaction, known)["client_is_ours"].value is not True
    assert known.found_of(transaction) is known.found_of(transaction)
    assert known.found_of(replace(transaction, login="kate")) == {}


def test_a_table_is_put_together_for_who_has_none(known):
    """With the same facts in the same order as one that was handed on."""
    handed = replace(known, table=table_of(known.kinds))
    assert list(facts_of(known.transactions[0], known)) == list(facts_of(handed.transactions[0], handed))
