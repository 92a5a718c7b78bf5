"""What to do, for each verdict that says to act now and each server: what stops it first, never a flush, always a way back."""

import re

import pytest

from bot.library import LANGS

SERVERS = ("exim", "sendmail", "opensmtpd", "qmail")
VERDICTS = ("relay_abuse", "account_compromised", "local_script_spam")
COMMAND = re.compile(r"`([^`]+)`")
SECOND = {"en": re.compile(r"\bthe second\b"), "ja": re.compile("二つめ(?!があれば)|あとの")}


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
def test_servers_have_their_own_commands(library, server, verdict):
    """Whoever has another server than Postfix gets the first aid in that server's commands, in both languages."""
    both = library.phrases[f"steps-{verdict}-{server}"]
    assert both.en
    assert both.ja


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("server", [*SERVERS, "exchange"])
def test_commands_are_said_once(library, server, lang):
    """What the steps say in a server's own commands stands in none of the settings that are told beside them."""
    for name, rule in library.rules.items():
        steps = library.phrases.get(f"steps-{rule.verdict}-{server}")
        commands = COMMAND.findall(steps.in_(lang)) if steps else []
        for page in rule.settings.get(server, ()):
            values = library.settings[page][lang].section("value")
            assert not [command for command in commands if " " in command and command in values], (name, page)


def test_steps_stand_in_the_answer(explained):
    """The server's own commands stand with the steps, for the server that was named, and for no other."""
    text = "Mar 03 10:00:01 mailgate relayd: relay permitted for [203.0.113.9]: from <alice@example.org> to <bob@example.net>\n"
    site = {"networks": ["198.51.100.0/28"], "domains": ["sakura.example"]}
    named = explained(text, site={**site, "server": "opensmtpd"}, lang="en")
    assert named.verdict == "relay_abuse"
    assert "smtpctl pause mta" in named.steps[-1]
    assert "smtpctl" not in " ".join(explained(text, site=site, lang="en").steps)


def test_grave_rules_name_settings(library):
    """Each grave rule of today names Postfix's settings; each about a login Dovecot's too, each for servers that trust by name ASIP's."""
    for name, rule in grave(library).items():
        if rule.when.get("trusts_by_name") is True:
            assert "asip" in rule.settings, name
        elif "asip" not in rule.settings:
            assert "postfix" in rule.settings or "dovecot" in rule.settings, name


@pytest.mark.parametrize("lang", LANGS)
def test_a_stolen_mailbox_of_exchange_is_stopped_with_its_own_commands(library, lang):
    """Exchange's queue is stopped and let go again; its settings say what a thief leaves in a mailbox."""
    told = library.phrases["steps-account_compromised-exchange"].in_(lang)
    assert told.index("Suspend-Queue") < told.index("Resume-Queue")
    assert "exchange/lock-a-user" in library.rules["login-from-many-networks"].settings["exchange"]


@pytest.mark.parametrize(
    ("verdict", "servers"), [("relay_abuse", (*SERVERS, "exchange")), ("account_compromised", ("exim", "opensmtpd", "exchange"))]
)
def test_grave_rules_name_settings_of_every_server(library, verdict, servers):
    """Where mail is relayed the settings that close it are named for every server, and where a login is stolen those that lock it."""
    rules = {name: rule for name, rule in grave(library).items() if rule.verdict == verdict and "asip" not in rule.settings}
    assert len(rules) > 3
    for name, rule in rules.items():
        assert set(servers) <= set(rule.settings), name
        for server in servers if verdict == "account_compromised" else ():
            assert "lock" in rule.settings[server][0], (name, server)


@pytest.mark.parametrize("lang", LANGS)
def test_words_about_settings_suit_every_server(library, lang):
    """No lead-in counts settings that another server does not have: a second one is spoken of only where every server has it."""
    for name, rule in library.rules.items():
        lead = library.diagnoses[name][lang].section("settings")
        if len(rule.settings) > 2 and SECOND[lang].search(lead):
            assert all(len(pages) > 1 for pages in rule.settings.values()), name
