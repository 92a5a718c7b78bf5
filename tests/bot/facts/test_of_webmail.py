"""Mail that was written in web mail: whose it is, when it is a thief's, and what is none."""

import pytest

from bot.facts import facts_of

LOGIN = (
    "2025-02-03 03:11:09,871 INFO  [qtp1068934215-48211:https://mail.example.com/service/soap/AuthRequest] "
    "[name=alice@example.com;oip={oip};ua=ZimbraWebClient - GC109 (Win)/8.8.15_GA_3928;] security - "
    "cmd=Auth; account=alice@example.com; protocol={protocol};\n"
)
ROUNDCUBE = "Feb  3 03:11:09 mail roundcube[9]: <aB3> Successful login for {who} (ID: 9) from 203.0.113.119 in session aB3xYz0QW1\n"
SOGO = (
    "Feb  3 03:11:09 mail sogod[9]: SOGoRootPage successful login from '203.0.113.119' "
    "for user 'alice@example.com' - expire = -1  grace = -1\n"
)
SITE = {"domains": ["example.com"], "networks": ["192.0.2.0/26"]}


def login(oip="203.0.113.171", protocol="soap"):
    """Give the line of a log-in."""
    return LOGIN.format(oip=oip, protocol=protocol)


def message(number=1, client="mail.example.com[192.0.2.25]", nrcpt=1, dead=0, sender="alice@example.com", minute=14):
    """Give the lines of a message, with one recipient who got it and some who do not exist."""
    queue_id, stamp = f"8A0D4620E{number:02}", f"Feb  3 03:{minute}:{number:02} mail postfix"
    refused = "host mx.example.net[198.51.100.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)"
    relay = "relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/0/1"
    return "".join(
        [
            f"{stamp}/smtpd[9]: {queue_id}: client={client}\n",
            f"{stamp}/qmgr[7]: {queue_id}: from=<{sender}>, size=4420, nrcpt={nrcpt} (queue active)\n",
            f"{stamp}/smtp[8]: {queue_id}: to=<bob@example.net>, {relay}, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n",
            *(
                f"{stamp}/smtp[8]: {queue_id}: to=<no{i}@example.net>, {relay}, dsn=5.1.1, status=bounced ({refused})\n"
                for i in range(dead)
            ),
        ]
    )


def verdict(answer):
    """Give what was concluded, and how grave it is."""
    return answer.verdict, answer.severity


@pytest.mark.parametrize(
    ("log_in", "client"),
    [
        (login(), "mail.example.com[192.0.2.25]"),
        (login(), "localhost[127.0.0.1]"),
        (login(protocol="zsync"), "localhost[127.0.0.1]"),
        (ROUNDCUBE.format(who="alice@example.com"), "localhost[127.0.0.1]"),
        (ROUNDCUBE.format(who="alice"), "localhost[127.0.0.1]"),
        (SOGO, "localhost[127.0.0.1]"),
    ],
)
def test_log_in_from_outside_and_masses_for_dead_addresses(explained, log_in, client):
    """Whichever web mail it was: a log-in from outside and a mass of mail, much of which comes back, is a stolen password."""
    answer = explained(log_in + message(nrcpt=98, dead=2, client=client))
    assert verdict(answer) == ("account_compromised", "act_now")
    assert answer.evidence == (1, 3)


@pytest.mark.parametrize("log_in", [login(), ROUNDCUBE.format(who="alice@example.com"), SOGO])
def test_log_in_and_a_letter_is_own_mail(explained, log_in):
    """A log-in and an ordinary letter from this machine is one of ours at work, without any question."""
    answer = explained(log_in + message(client="localhost[127.0.0.1]"))
    assert verdict(answer) == ("own_mail", "fine")
    assert answer.questions == ()


def test_mailing_is_asked_about(explained):
    """Where a mass of mail mostly arrives, nobody is accused; whether it was meant is asked, and decides."""
    text = login() + message(nrcpt=98, dead=0)
    assert [question.fact for question in explained(text).questions] == ["flood_is_meant"]
    assert explained(text).verdict == "undetermined"
    assert verdict(explained(text, ["flood_is_meant=yes"])) == ("own_mail", "fine")
    assert verdict(explained(text, ["flood_is_meant=no"])) == ("account_compromised", "act_now")


def test_mailing_that_was_meant_is_nobodys_theft(explained):
    """An old list of addresses does not make a thief of somebody who meant to send."""
    assert verdict(explained(login() + message(nrcpt=98, dead=3), ["flood_is_meant=yes"])) == ("own_mail", "fine")


def test_log_in_from_the_office_is_asked_about(explained):
    """A log-in from an address of ours and dead addresses are an old list as well as a thief."""
    assert explained(login(oip="192.0.2.40") + message(nrcpt=98, dead=3), site=SITE).verdict == "undetermined"


@pytest.mark.parametrize(
    "text",
    [
        login(protocol="imap") + message(nrcpt=98, dead=2),
        login().replace("03:11", "09:11") + message(nrcpt=98, dead=2),
        login().replace("2025-02-03", "2025-01-30") + message(nrcpt=98, dead=2),
        login() + message(nrcpt=98, dead=2, sender="carol@example.com"),
        login() + message(nrcpt=98, dead=2, client="mail.tiles.example[203.0.113.9]"),
        login() + message(nrcpt=98, dead=2, client="unknown[203.0.113.9]"),
        login() + message(nrcpt=98, dead=2, client="pc12.example.com[192.0.2.40]"),
        message(nrcpt=98, dead=2),
    ],
)
def test_what_was_not_written_in_web_mail(known, text):
    """No mail program's log-in, none that came later or is long past, no other's address, no other machine makes web mail of it."""
    found = known(text)
    sent = [transaction for transaction in found.transactions if transaction.sender]
    assert not any(facts_of(one, found)["written_in_webmail"].value for one in sent)


def test_stranger_under_the_name_of_somebody_logged_in(explained):
    """Who is logged in to web mail does not answer for what a stranger brings under the same name."""
    answer = explained(login() + message(client="mail.tiles.example[203.0.113.9]"), site=SITE)
    assert verdict(answer) == ("relay_abuse", "act_now")


def test_filter_in_between(explained):
    """A message that a filter has put back is still the one that web mail handed in."""
    first = "Feb  3 03:14:01 mail postfix/smtpd[9]: 8A0D4620E01: client=mail.example.com[192.0.2.25]\n"
    queued = "Feb  3 03:14:01 mail postfix/qmgr[7]: {}: from=<alice@example.com>, size=4420, nrcpt=1 (queue active)\n"
    handed = (
        "Feb  3 03:14:01 mail postfix/smtp[8]: 8A0D4620E01: to=<bob@example.net>, relay=127.0.0.1[127.0.0.1]:10032, delay=1, "
        "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10030): 250 2.0.0 Ok: queued as 9B0D4620E02)\n"
    )
    back = (
        "Feb  3 03:14:01 mail postfix/amavisd/smtpd[6]: 9B0D4620E02: client=localhost[127.0.0.1], orig_queue_id=8A0D4620E01, "
        "orig_client=mail.example.com[192.0.2.25]\n"
    )
    out = message(number=2).splitlines(keepends=True)[2].replace("8A0D4620E02", "9B0D4620E02")
    text = login() + first + queued.format("8A0D4620E01") + back + queued.format("9B0D4620E02") + handed + out
    assert verdict(explained(text)) == ("own_mail", "fine")
    assert explained(login() + back + queued.format("9B0D4620E02") + out).verdict == "undetermined"


def test_web_mail_that_hands_in_by_the_sendmail_command_is_no_script(explained):
    """Where the web server's user hands in what somebody wrote in web mail, no script is accused; under another name it is."""
    log_in = ROUNDCUBE.format(who="alice@example.com")
    text = "".join(message(number, nrcpt=60, dead=2) for number in range(1, 5))
    for number in range(1, 5):
        line = f"postfix/smtpd[9]: 8A0D4620E{number:02}: client=mail.example.com[192.0.2.25]"
        text = text.replace(line, f"postfix/pickup[9]: 8A0D4620E{number:02}: uid=33 from=<alice@example.com>")
    assert {finding.verdict for finding in explained(log_in + text).findings} >= {"account_compromised"}
    assert "local_script_spam" not in {finding.verdict for finding in explained(log_in + text).findings}
    assert explained(text).verdict == "local_script_spam"


@pytest.mark.parametrize(("script", "written"), [("33:rcube.php", True), ("33:contact-send.php", False)])
def test_script_that_the_lines_name(known, script, written):
    """Where a line names the script that handed a message in, that script did, whoever is logged in to web mail."""
    text = ROUNDCUBE.format(who="alice@example.com") + (
        "Feb  3 03:14:01 mail postfix/pickup[9]: 8A0D4620E01: uid=33 from=<alice@example.com>\n"
        f"Feb  3 03:14:01 mail postfix/cleanup[5]: 8A0D4620E01: warning: header X-PHP-Originating-Script: {script} from local; "
        "from=<alice@example.com> to=<bob@example.net>\n"
        "Feb  3 03:14:01 mail postfix/qmgr[7]: 8A0D4620E01: from=<alice@example.com>, size=4420, nrcpt=1 (queue active)\n"
    )
    found = known(text)
    sent = next(transaction for transaction in found.transactions if transaction.sender)
    assert facts_of(sent, found)["written_in_webmail"].value is written


def test_web_mails_own_line_names_the_message(explained):
    """Where web mail says that it handed in a message of this id, it was written there, wherever its machine stands."""
    sent = (
        "2025-02-03 03:14:01,100 INFO  [qtp1068934215-9:https://mail.example.com/service/soap/SendMsgRequest] "
        "[name=alice@example.com;mid=12;oip=203.0.113.171;] smtp - Sending message to MTA at mta.example.com, port 25: "
        "Message-ID=<12.34.JavaMail.zimbra@example.com>, replyType=w\n"
    )
    named = "Feb  3 03:14:01 mail postfix/cleanup[5]: 8A0D4620E01: message-id=<12.34.JavaMail.zimbra@example.com>\n"
    lines = message(client="mailbox1.hosting.example[198.51.100.77]").splitlines(keepends=True)
    text = lines[0] + named + "".join(lines[1:])
    assert verdict(explained(sent + text)) == ("own_mail", "fine")
    assert explained(sent.replace("alice", "carol") + text).verdict == "undetermined"


def test_answer_that_the_machine_is_ours_counts_at_once(explained):
    """Whoever says that the unknown client is their own machine learns whose the mail is."""
    text = login() + message(client="mx.hosting.example[198.51.100.77]", nrcpt=98, dead=2)
    assert explained(text).verdict == "undetermined"
    assert explained(text, ["ours=198.51.100.77"]).verdict == "account_compromised"
