"""What to do, for each verdict that says to act now and each server: what stops it first, never a flush, always a way back."""

import pytest

from bot.library import LANGS

SERVERS = ("exim", "sendmail", "opensmtpd", "qmail")
VERDICTS = ("relay_abuse", "account_compromised", "local_script_spam")


def grave(library):
    """Return the rules that say to act now."""
    return {name: rule for name, rule in library.rules.items() if rule.severity == "act_now"}


@pytest.mark.parametrize("lang", LANGS)
def test_grave_pages_say_what_to_do(library, lang):
    """Each page has several steps, and whoever reads of a queue is told never to flush it."""
    for name in grave(library):
        steps = library.diagnoses[name][lang].section("steps")
        assert steps.count("\n2. "), name
        if "postsuper -h" in steps:
            assert "flush" in steps, name
            assert "-H" in steps, name


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_servers_without_pages_have_their_commands(library, server, verdict):
    """A server without pages of settings gets the same steps in its own commands, in both languages."""
    both = library.phrases[f"steps-{verdict}-{server}"]
    assert both.en
    assert both.ja
    assert not [rule for rule in grave(library).values() if server in rule.settings]


def test_steps_stand_in_the_answer(explained):
    """The server's own commands stand with the steps, for the server that was named, and for no other."""
    text = "Mar 03 10:00:01 mailgate relayd: relay permitted for [203.0.113.9]: from <alice@example.org> to <bob@example.net>\n"
    site = {"networks": ["198.51.100.0/28"], "domains": ["sakura.example"]}
    named = explained(text, site={**site, "server": "opensmtpd"}, lang="en")
    assert named.verdict == "relay_abuse"
    assert "smtpctl pause mta" in named.steps[-1]
    assert "smtpctl" not in " ".join(explained(text, site=site, lang="en").steps)


def test_postfix_and_dovecot_have_pages(library):
    """Each grave rule of today names Postfix's settings; each about a login Dovecot's too, each for servers that trust by name ASIP's."""
    for name, rule in grave(library).items():
        if rule.when.get("trusts_by_name") is True:
            assert "asip" in rule.settings, name
        elif "asip" not in rule.settings:
            assert "postfix" in rule.settings or "dovecot" in rule.settings, name


@pytest.mark.parametrize("lang", LANGS)
def test_a_stolen_mailbox_of_exchange_is_stopped_with_its_own_commands(library, lang):
    """Exchange's queue is stopped and let go again, and what a thief leaves in a mailbox is looked for."""
    told = library.phrases["steps-account_compromised-exchange"].in_(lang)
    assert told.index("Suspend-Queue") < told.index("Resume-Queue") < told.index("Get-InboxRule")
