"""Whether what a program of one's own machine wrote is meant."""

import pytest

from bot.facts import GROUP_FACTS, facts_of
from bot.told import Account, Told

SENDER = "www-data@web01.example.jp"


def lines(sender=SENDER, entry="pickup[812]: 4CF0E2A0B71: uid=33 from=<{}>"):
    """Give the lines of a message by a program, or with another entry."""
    stamp = "Nov 24 10:11:12 web01 postfix/"
    return f"{stamp}{entry.format(sender)}\n{stamp}qmgr[700]: 4CF0E2A0B71: from=<{sender}>, size=2881, nrcpt=1 (queue active)\n"


@pytest.fixture
def meant(known):
    """Give a function from what was told of the sender, and lines, to the fact."""

    def find(*told, text=None):
        everything = known(text or lines())
        object.__setattr__(everything, "account", Account(told))
        return facts_of(everything.transactions[0], everything)["mail_is_meant"]

    return find


def doubt(sender=SENDER):
    """Give what is told by somebody who does not know of the mail."""
    return Told("mail_is_meant", None, about=sender, weak=True)


def test_it_is_meant_until_somebody_wonders(meant):
    """Under the web server's own name it then has to be asked; under a name that the site gave it, it stays meant."""
    assert meant().value is True
    assert (meant(doubt()).value, meant(doubt()).asked) == (None, False)
    assert meant(doubt("shop@example.jp"), text=lines("shop@example.jp")).value is True


@pytest.mark.parametrize("sender", [SENDER, "shop@example.jp"])
@pytest.mark.parametrize("value", [True, False])
def test_an_answer_counts(meant, sender, value):
    """Whatever the sender is called."""
    assert meant(Told("mail_is_meant", value, about=sender), text=lines(sender)).value is value


def test_who_does_not_know_is_not_asked_again(meant):
    """The answer "I don't know" stands."""
    found = meant(Told("mail_is_meant", None, about=SENDER))
    assert (found.value, found.asked) == (None, True)


def test_mail_from_elsewhere_is_not_the_programs(meant):
    """Nothing that was told of a name makes a message suspicious that came from outside under it."""
    assert (
        meant(Told("mail_is_meant", False, about=SENDER), text=lines(entry="smtpd[9]: 4CF0E2A0B71: client=unknown[203.0.113.9]")).value
        is True
    )


def numbered(*recipients):
    """Give deliveries to recipients."""
    end = "relay=mx.example.org[203.0.113.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 OK)\n"
    return "".join(f"Nov 24 10:11:13 web01 postfix/smtp[9]: 4CF0E2A0B7{at}: to=<{one}>, {end}" for at, one in enumerate(recipients))


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        (("aki.0001@m.example.org", "aki.0002@m.example.org", "aki.0004@m.example.org"), True),
        (("AKI1@m.example.org", "aki2@M.example.org", "aki3@m.example.org"), True),
        (("aki1@m.example.org", "aki2@m.example.org"), False),
        (("aki1@m.example.org", "aki2@n.example.org", "aki3@o.example.org"), False),
        (("aki1@m.example.org", "ben2@m.example.org", "cho3@m.example.org"), False),
        (("aki1978@m.example.org", "aki2001@m.example.org", "aki3@m.example.org"), False),
        (("090@m.example.org", "091@m.example.org", "092@m.example.org"), False),
        (("a1@sakura.example", "a2@sakura.example", "a3@sakura.example"), False),
    ],
)
def test_invented_addresses_count_up(known, recipients, expected):
    """At one foreign domain; a year of birth, a bare number or people of ours are something else."""
    everything = known(numbered(*recipients), (), {"domains": ["sakura.example"]})
    assert GROUP_FACTS["recipients_are_numbered"](everything.transactions, everything).value is expected


def test_the_owners_copy_of_a_form_is_meant(meant):
    """What stays on this machine is never what nobody means."""
    delivered = (
        "Nov 24 10:11:13 web01 postfix/local[9]: 4CF0E2A0B71: to=<shop@example.jp>, relay=local, status=sent (delivered to mailbox)\n"
    )
    assert meant(Told("mail_is_meant", False, about=SENDER), text=lines() + delivered).value is True


def by_a_part(*recipients, cwd="/home/club/public_html/wp-content/plugins/slider/inc", seconds=1):
    """Give what Exim notes of messages that a program in a folder hands in, one after the other."""
    found = ""
    for at, one in enumerate(recipients):
        stamp = f"2026-11-24 02:{10 + at * seconds // 60:02}:{at * seconds % 60:02}"
        id_ = f"1vN{at}00-0007Xk-0B"
        found += (
            f"{stamp} cwd={cwd} 3 args: /usr/sbin/sendmail -t -i\n"
            f"{stamp} {id_} <= club@web7.hosting.example U=club P=local S=1874\n"
            f"{stamp} {id_} => {one} R=dnslookup T=remote_smtp H=mx.example.org [203.0.113.7]\n"
        )
    return found


@pytest.mark.parametrize(
    ("recipients", "beside", "expected"),
    [
        (("a@example.org", "b@example.net", "c@example.com"), {}, True),
        (("a@example.org", "b@example.org", "c@example.org"), {"cwd": "/var/www/shop/modules/mod_banner"}, True),
        (("a@example.org", "b@example.net"), {}, False),
        (("a@example.org", "a@example.org", "a@example.org", "a@example.org"), {}, False),
        (("owner@example.org", "a@example.org", "owner@example.org", "b@example.net"), {}, False),
        (("a@example.org", "b@example.net", "c@example.com"), {"seconds": 50}, False),
        (("a@example.org", "b@example.net", "c@example.com"), {"cwd": "/home/club/public_html"}, False),
        (("a@sakura.example", "b@sakura.example", "c@sakura.example"), {}, False),
    ],
)
def test_a_plugins_folder_writes_to_strangers(known, recipients, beside, expected):
    """A form there writes to its owner again and to a visitor now and then, a site's own pages run elsewhere; a list is several at once."""
    everything = known(by_a_part(*recipients, **beside), (), {"domains": ["sakura.example"]})
    assert GROUP_FACTS["part_wrote_to_strangers"](everything.transactions, everything).value is expected
