"""Scenes of log-ins: granted, guessed, stolen, broken, in SMTP and in IMAP."""

from __future__ import annotations

import time

from tests.lab import cast
from tests.lab.cast import them, us
from tests.lab.features import Features
from tests.lab.plays.incoming import BOTH, REFUSED
from tests.lab.scene import scene
from tests.lab.stage import Stage

FAILED = (r"SASL \S+ authentication failed",)
LOGGED_IN = (r"client=\S+, sasl_method=.*sasl_username=",)
MAILBOX = (r"Login: user=|Logged in: user=",)
AUTH = Features(auth=True)
SUBMISSION = Features(auth=True, submission=True, long_ids=True)


def guess(s: Stage, place: str, users: list[str], words: list[str]) -> None:
    """Guess passwords, three tries a connection."""
    tries = [(user, word) for word in words for user in users]
    for at in range(0, len(tries), 3):
        client = s.client(place, s.server.login_port)
        client.hello("User")
        for user, word in tries[at : at + 3]:
            client.login(user, word, "LOGIN")
        client.drop()
        time.sleep(0.2)


def read_mail(s: Stage, place: str, user: str, password: str) -> None:
    """Log in to a mailbox and leave."""
    client = s.client(place, 143)
    client.read()
    client.say(f'a1 LOGIN {user} "{password}"')
    client.say("a2 LOGOUT")
    client.drop()


@scene(
    "own_mail",
    "fine",
    "An unknown dial-up address, but it logged in with a password and sends one message: a colleague on the road.",
    ("An unknown IP sent mail to the outside through us. Abuse?", "社外の知らない IP から外部宛に送信されています。不正中継でしょうか。"),
    (r"sasl_username=", r"status=sent"),
    features=SUBMISSION,
    proof=lambda s: len(s.received()) == 1,
    suites=BOTH,
)
def colleague_on_the_road(s: Stage) -> None:
    """One message after a log-in."""
    s.send("dialup", "[192.168.43.17]", us(1), them("kate"), login=us(1), subject="From the train")


@scene(
    "brute_force",
    "stopped",
    "One address tries many passwords and every log-in fails; nobody got in.",
    ("What is this? Did they get in?", "大量に出ています。侵入されたのでしょうか。"),
    FAILED,
    features=AUTH,
    suites=BOTH,
)
def passwords_guessed_at(s: Stage) -> None:
    """Twelve failures of one address."""
    guess(s, "hosting", [f"admin@{cast.DOMAIN}", us(), f"test@{cast.DOMAIN}", us(1)], ["123456", "password", "Welcome1"])


@scene(
    "brute_force",
    "stopped",
    "Slow guessing from many addresses, one try each, over the same few names; all failed.",
    ("Single login failures from everywhere. Should I worry?", "あちこちから 1 回ずつログイン失敗があります。問題でしょうか。"),
    FAILED,
    features=AUTH,
)
def passwords_guessed_at_from_everywhere(s: Stage) -> None:
    """Ten failures of ten addresses."""
    places = ("hosting", "dialup", "cloud", "cable", "scanner", "hosting2", "dialup2", "cloud2", "cable2", "scanner2")
    for number, place in enumerate(places):
        guess(s, place, [us(number % 3)], [("summer2026", "Passw0rd")[number % 2]])


@scene(
    "account_compromised",
    "act_now",
    "After many failures the same address logged in, and mail to many strangers went out under that log-in.",
    ("Lots of failed logins. Is there anything to worry about?", "ログイン失敗がたくさん出ています。心配はないでしょうか。"),
    LOGGED_IN,
    features=SUBMISSION,
    proof=lambda s: len(s.received()) >= 3,
)
def password_found(s: Stage) -> None:
    """Failures, then three messages to fifteen strangers."""
    guess(s, "cloud", [us(2)], ["123456", "qwerty", f"{cast.USERS[2]}123", "password", "Welcome1"])
    for number in range(3):
        to = [them(f"c{number}{k}", k % 3) for k in range(5)]
        s.send("cloud", "User", us(2), to, login=us(2), method="LOGIN", subject="Account notice")


@scene(
    "account_compromised",
    "act_now",
    "One log-in sends from five unrelated networks within a minute, to many strangers and under another name: the password is stolen.",
    (
        "Is this relay abuse? The restrictions are all set and relay tests pass.",
        "リレー制限はしてあるのに大量送信されています。不正中継でしょうか。",
    ),
    LOGGED_IN,
    features=AUTH,
    proof=lambda s: len(s.received()) >= 8,
    suites=BOTH,
)
def stolen_account(s: Stage) -> None:
    """Ten messages to eighty strangers, some of whom do not exist."""
    for exchanger in s.exchangers.values():
        exchanger.replies["RCPT"] = lambda said, _client: "550 5.1.1 User unknown" if "7@" in said or "4@" in said else None
    names = ("WIN-8RG2", "User", "localhost", "DESKTOP-Q1", "ylmf-pc")
    for number, place in enumerate(("shop", "hosting", "dialup", "cloud", "cable")):
        for sender in (us(1), them("billing", 3)):
            to = [them(f"r{number}{k}", k % 4) for k in range(8)]
            s.send(place, names[number], sender, to, login=us(1), method="LOGIN", subject="Your parcel")


@scene(
    "relay_attempt_refused",
    "stopped",
    "Somebody who had logged in named another sender than its own; the server refused, nothing was sent.",
    ("Is this account hacked?", "このアカウントは乗っ取られているのでしょうか。"),
    REFUSED,
    acceptable=("undetermined", "spoofed_inbound", "account_compromised", "delivery_problem"),
    features=Features(auth=True, sender_login=True),
)
def sender_of_another(s: Stage) -> None:
    """A log-in of one, a sender of another."""
    s.send("dialup", "[192.168.1.5]", us(2), them("orders"), login=us(1))


@scene(
    "server_fault",
    "problem",
    "The password service behind the mail server is down: nobody can log in, whoever they are.",
    ("All our users fail to log in. Are we under attack?", "社員全員がメールを送れません。攻撃でしょうか。"),
    (r"SASL: Connect to|no SASL authentication mechanisms",),
    features=Features(auth=True, auth_broken=True),
)
def password_service_down(s: Stage) -> None:
    """Two clients wait for a greeting that does not come."""
    for place in ("dialup", "cable"):
        client = s.client(place, timeout=3)
        client.read()
        client.drop()
        time.sleep(1.2)


@scene(
    "brute_force",
    "stopped",
    "One outside address tries many accounts over IMAP and every log-in fails.",
    ("Did they get in?", "侵入されたのでしょうか。"),
    (r"auth failed|auth_failed",),
    features=AUTH,
    suites=BOTH,
)
def mailboxes_guessed_at(s: Stage) -> None:
    """Twelve failures over IMAP."""
    for word in ("123456", "password", "letmein"):
        for user in (f"admin@{cast.DOMAIN}", us(), us(2), f"test@{cast.DOMAIN}"):
            read_mail(s, "cloud", user, word)


@scene(
    "own_mail",
    "fine",
    "Our people read their mail: every log-in succeeds, but for one slip of the keyboard followed by the right password.",
    ("Is somebody reading our mail?", "誰かに侵入されているのでしょうか。"),
    MAILBOX,
    acceptable=("normal_inbound", "undetermined"),
    features=AUTH,
    suites=BOTH,
)
def mailboxes_read(s: Stage) -> None:
    """Three people read their mail."""
    read_mail(s, "pc", us(0), cast.PASSWORD)
    read_mail(s, "pc2", us(1), f"{cast.PASSWORD}x")
    read_mail(s, "pc2", us(1), cast.PASSWORD)
    read_mail(s, "dialup", us(2), cast.PASSWORD)


@scene(
    "account_compromised",
    "act_now",
    "After a row of failures the same outside address logged in to the mailbox over IMAP: the password was guessed.",
    ("Did they get in?", "侵入されたのでしょうか。"),
    MAILBOX,
    features=AUTH,
)
def mailbox_opened_by_guessing(s: Stage) -> None:
    """Five failures, then success."""
    for word in ("123456", "password", "qwerty", f"{cast.USERS[2]}1", "abc123", cast.PASSWORD):
        read_mail(s, "hosting", us(2), word)
