"""Scenes of mail that leaves us, or was meant to: ours, strangers', a script's, and what becomes of it elsewhere."""

from __future__ import annotations

import time

from tests.lab import cast
from tests.lab.cast import DOMAINS, GATEWAY, GATEWAY_NETWORK, them, us
from tests.lab.clients import Proxy
from tests.lab.features import Features
from tests.lab.plays.incoming import BOTH, REFUSED, TAKEN
from tests.lab.scene import scene
from tests.lab.stage import Stage

PARTNER = cast.PLACES["partner"].address
LEFT = (r": client=", r"relay=(?!local|127)\S+, .*status=sent")


@scene(
    "own_mail",
    "fine",
    "The clients stand in our own network and write as us to the outside: that is what the server is for.",
    (
        "Our server sends to addresses I don't know. Is somebody relaying?",
        "知らないドメイン宛に送信されています。中継に使われているのでしょうか。",
    ),
    TAKEN,
    proof=lambda s: len(s.received()) == 2,
    suites=BOTH,
)
def own_network_sends(s: Stage) -> None:
    """Two of our machines write outside."""
    s.send("pc", "pc1.example.com", us(1), them("orders", 1), subject="Offer")
    s.send("pc2", "[10.20.30.44]", us(2), them("kate"), subject="Thanks")


@scene(
    "relay_abuse",
    "act_now",
    "Strangers without a password handed in mail for other strangers and it went out: the trusted networks are too wide.",
    ("Why is our server so busy? Is this relay abuse?", "サーバーが急に重くなりました。不正中継でしょうか。"),
    LEFT,
    features=Features(networks=("0.0.0.0/0",)),
    proof=lambda s: len(s.received()) >= 5,
    bystanders=(PARTNER,),
    suites=BOTH,
)
def open_relay_used(s: Stage) -> None:
    """Three strangers' messages, a partner's between."""
    s.send("cloud", "User", them("promo", 3), [them("ann"), them("bo"), them("cy", 1)], subject="You have won")
    s.send("partner", "out.example.net", them("kate"), us(), subject="Invoice")
    s.send("hosting", "ylmf-pc", them("promo", 3), [them("dee", 2), them("eli", 1)], subject="You have won")
    s.send("cloud", "User", them("promo", 3), [them("flo", 2), them("gus")], subject="You have won")


@scene(
    "relay_abuse",
    "act_now",
    "The same through a content filter: the entry stands in one queue id, the way out in another.",
    ("Is our filter sending this?", "フィルターがメールを送っているのでしょうか。"),
    LEFT,
    features=Features(networks=("0.0.0.0/0",), filter="amavis"),
    proof=lambda s: len(s.received()) >= 3,
)
def open_relay_behind_a_filter(s: Stage) -> None:
    """Two strangers' messages through amavis."""
    s.send("cloud", "User", them("promo", 3), [them("ann"), them("cy", 1)], subject="You have won")
    s.send("hosting", "ylmf-pc", them("promo", 3), [them("dee", 2)], subject="You have won")


@scene(
    "relay_abuse",
    "act_now",
    "The server trusts whoever names one of our addresses as sender; outsiders without a password did, and it went out.",
    (
        "These were sent as our info address but nobody here wrote them.",
        "info から送信されたことになっていますが、誰も送っていません。何が起きたのでしょうか。",
    ),
    LEFT,
    features=Features(trust_own_sender=True),
    proof=lambda s: len(s.received()) >= 3,
    suites=BOTH,
)
def forged_sender_relayed(s: Stage) -> None:
    """Two outsiders write as us to strangers."""
    s.send("cable", cast.DOMAIN, us(), [them("ann", 1), them("bo", 1)], subject="Special offer")
    s.send("scanner", "mail.example.com", us(), [them("cy", 2), them("dee", 3)], subject="Special offer")


@scene(
    "relay_abuse",
    "act_now",
    "A gateway hides the real clients: everybody appears as its private address, which is trusted, so strangers' mail went out.",
    ("All clients are the same private IP. Are we an open relay?", "接続元がすべて同じプライベート IP です。中継されているのでしょうか。"),
    LEFT,
    features=Features(networks=(GATEWAY_NETWORK,)),
    proof=lambda s: len(s.received()) >= 4,
    site={"gateways": [GATEWAY]},
)
def gateway_hides_clients(s: Stage) -> None:
    """Four clients through a container host's proxy."""
    proxy = Proxy(2525)
    s.send("partner", "out.example.net", them("kate"), us(), port=2525, subject="Order")
    s.send("hosting", "WIN-CLJ1B0GQ6JP", them("promo", 3), [them("ann"), them("bo", 1)], port=2525, subject="Loan")
    s.send("cloud", "User", them("claim", 2), [them("cy", 1), them("dee", 3)], port=2525, subject="Loan")
    s.send("cable", "static99.cable.example", them("promo", 3), them("eli"), port=2525, subject="Loan")
    time.sleep(0.5)
    proxy.close()
    for handed in s.handed:
        handed.client = GATEWAY


@scene(
    "relay_abuse",
    "act_now",
    "A relay tester's message from a stranger to a stranger was taken and went out: the server is open.",
    ("Somebody tests us. Did it get through?", "中継テストをされているようです。通ってしまったのでしょうか。"),
    LEFT,
    features=Features(networks=("0.0.0.0/0",)),
    proof=lambda s: len(s.received()) == 1,
)
def relay_test_passed(s: Stage) -> None:
    """One message to the tester itself."""
    s.send("scanner2", "WIN-RC4MPB7K", them("spameri", 3), them("spameri", 3), subject="BC_192.0.2.25")


@scene(
    "relay_attempt_refused",
    "stopped",
    "A stranger asked us to pass mail to other strangers; every recipient was refused and nothing was sent.",
    (
        "Is this relay abuse? Somebody from outside tries to send through us.",
        "外部から中継しようとしているようです。被害はあるのでしょうか。",
    ),
    REFUSED,
    acceptable=("open_relay_test",),
    suites=BOTH,
)
def relay_refused(s: Stage) -> None:
    """Two attempts of one stranger."""
    s.send("hosting", "WIN-LJU4TQ6KO2B", them("wei", 2), them("lottery.desk", 3))
    s.send("hosting", "WIN-LJU4TQ6KO2B", them("wei", 2), [them("a.holm", 1), them("b.holm", 1)])


@scene(
    "relay_attempt_refused",
    "stopped",
    "The sender claims to be one of us but comes from outside and did not log in; the server refused to relay.",
    ("The sender is our own address. Did they get through?", "差出人が自社のアドレスになっています。送信されてしまったのでしょうか。"),
    REFUSED,
)
def forged_sender_refused(s: Stage) -> None:
    """An outsider writes as us to strangers, and may not."""
    s.send("cable", cast.DOMAIN, us(), them("jm", 1))
    s.send("cable", cast.DOMAIN, us(), them("sales", 2))


@scene(
    "relay_attempt_refused",
    "problem",
    "One of our own machines tried to send outside from an address that the server does not count as its own: refused, no attack.",
    ("Our own accounting PC cannot send. Why 'relay denied'?", "社内の PC から送信できません。relay denied と出ます。"),
    REFUSED,
    acceptable=("delivery_problem", "own_mail"),
    features=Features(own_network=False),
)
def own_machine_refused(s: Stage) -> None:
    """A machine of ours that has no permission."""
    s.send("pc", "ACCOUNTS-PC", us(1), them("orders", 1))
    s.send("pc", "ACCOUNTS-PC", us(1), them("kate"))


@scene(
    "local_script_spam",
    "act_now",
    "The web server's own user handed the mail in by the sendmail command, to many strangers: a script on this machine.",
    (
        "Somebody sends spam through us but I see no client. Relay?",
        "接続元がないのに大量に送信されています。どこから来ているのでしょうか。",
    ),
    (r"pickup\[\d+\]: \w+: uid=33",),
    proof=lambda s: len(s.received()) >= 4,
    suites=BOTH,
)
def web_script(s: Stage) -> None:
    """A script of the web server mails fifteen strangers."""
    for number in range(5):
        to = [them(f"x{number}{k}", k % 4) for k in range(3)]
        header = f"From: Prize <win{number}@{cast.DOMAIN}>\nTo: {to[0]}\nSubject: Congratulations\n"
        s.submit("www-data", f"www-data@{cast.DOMAIN}", to, f"{header}X-PHP-Originating-Script: 33:mailer.php\n\nClick here\n")


@scene(
    "our_ip_blocklisted",
    "problem",
    "The other side refuses our mail because our own address is on a block list.",
    ("Our mail comes back. What is wrong?", "送ったメールが戻ってきます。原因は何でしょうか。"),
    (r"status=bounced",),
    proof=lambda s: not s.received(DOMAINS[:2]),
    suites=BOTH,
)
def we_are_listed(s: Stage) -> None:
    """Two partners refuse our address."""
    s.exchangers[DOMAINS[0]].replies["RCPT"] = lambda _said, client: (
        f"554 5.7.1 Service unavailable; Client host [{client}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/{client}"
    )
    s.exchangers[DOMAINS[1]].replies["MAIL"] = lambda _said, client: (
        f"550 5.7.1 Unfortunately, messages from [{client}] weren't sent. Please contact your Internet service provider since part of "
        "their network is on our block list (S3140)."
    )
    s.send("pc", "pc1.example.com", us(1), them("orders"))
    s.send("pc", "pc1.example.com", us(1), them("service", 1))


@scene(
    "delivery_problem",
    "problem",
    "Our own mail is kept or comes back: a full mailbox, an unknown user, a domain whose name server fails, one that does not exist.",
    ("Why is this mail not delivered? Has somebody hacked us?", "メールが届きません。攻撃されているのでしょうか。"),
    (r"status=(?:deferred|bounced)",),
    fates={"kim@broken.test": "deferred", "lee@nowhere.test": "bounced"},
    suites=BOTH,
)
def not_delivered(s: Stage) -> None:
    """Four messages that do not arrive, each for its own reason."""
    s.exchangers[DOMAINS[0]].replies["RCPT"] = lambda said, _client: f"452 4.2.2 {said[3:].split()[0]}: Mailbox full"
    s.exchangers[DOMAINS[1]].replies["RCPT"] = lambda said, _client: (
        f"550 5.1.1 {said[3:].split()[0]}: Recipient address rejected: User unknown"
    )
    s.zone.broken.add("broken.test")
    for to in (them("orders"), them("servcie", 1), "kim@broken.test", "lee@nowhere.test"):
        s.send("pc", "pc1.example.com", us(1), to)


@scene(
    "greylisting",
    "fine",
    "The other side puts off a first contact; our server keeps the mail and tries again.",
    ("Our mail to a customer is stuck. Are we blocked?", "取引先へのメールが deferred になります。拒否されているのでしょうか。"),
    (r"status=deferred",),
    acceptable=("delivery_problem",),
)
def greylisted_by_them(s: Stage) -> None:
    """A partner asks us to come again."""
    s.exchangers[DOMAINS[0]].replies["RCPT"] = lambda said, _client: (
        f"451 4.7.1 {said[3:].split()[0]}: Recipient address rejected: Greylisted, see https://greylist.example/help"
    )
    s.send("pc", "pc1.example.com", us(1), them("orders"))


@scene(
    "backscatter",
    "problem",
    "We take mail for people who do not exist here and send failure notices to forged senders: strangers get our bounces.",
    ("Why does our server send mail to these people?", "うちのサーバーが知らない人にメールを送っています。なぜでしょうか。"),
    (r"sender non-delivery notification", r"status=bounced"),
    features=Features(check_recipients=False),
    proof=lambda s: sum(not message.sender for message in s.received()) >= 3,
    fates={f"nobody{n}@{cast.DOMAIN}": "bounced" for n in range(3)},
    suites=BOTH,
)
def bounces_we_send(s: Stage) -> None:
    """Three messages under strangers' names to people who are not here."""
    for number, local in enumerate(("vera", "wim", "xena")):
        s.send("cloud", "User", them(local, number), f"nobody{number}@{cast.DOMAIN}", subject="cheap watches")


@scene(
    "delivery_problem",
    "problem",
    "A message was put off once and went out when it was tried again.",
    ("Why is this message in the log twice?", "同じメールが二度記録されています。なぜでしょうか。"),
    (r"status=deferred",),
    acceptable=("greylisting", "own_mail"),
    proof=lambda s: len(s.received()) == 1,
)
def sent_at_the_second_try(s: Stage) -> None:
    """A partner takes the second attempt."""
    tries: list[str] = []

    def first_no(said: str, _client: str) -> str | None:
        tries.append(said)
        return "451 4.3.0 Try again later" if len(tries) == 1 else None

    s.exchangers[DOMAINS[0]].replies["DATA"] = first_no
    s.send("pc", "pc1.example.com", us(1), them("orders"))
    s.server.settle()
    s.server.box.run("postqueue", "-f")
    s.server.settle()
