"""Scenes of mail that comes to us: ordinary, forged, listed, put off, bounced."""

from __future__ import annotations

import time

from tests.lab import cast
from tests.lab.cast import them, us
from tests.lab.features import Features
from tests.lab.scene import scene
from tests.lab.stage import Stage

BOTH = ("bookworm", "trixie")
TAKEN = (r": client=", r"status=sent")
REFUSED = (r"NOQUEUE: reject",)


@scene(
    "normal_inbound",
    "fine",
    "A foreign server delivers to our own addresses; nothing leaves again.",
    ("What are these lines? Is this relay abuse?", "このログは何でしょうか。不正中継されているのでしょうか。"),
    TAKEN,
    suites=BOTH,
)
def normal_inbound(s: Stage) -> None:
    """Two messages of a partner."""
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order 2231")
    s.send("partner", "out.example.net", them("m.dietrich"), [us(), us(1)], subject="Re: proofs")


@scene(
    "normal_inbound",
    "fine",
    "The same through a content filter on loopback: each message is seen twice, and the second time its client is the filter.",
    ("Our own server is the client? Who relays here?", "接続元が自分のサーバーになっています。中継されているのでしょうか。"),
    (r": client=", r"status=sent \(delivered"),
    features=Features(filter="amavis"),
    suites=BOTH,
)
def filtered_inbound(s: Stage) -> None:
    """A message in, through amavis."""
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order 2231")
    s.send("dialup", "p130.dsl.isp.example", them("a.holm", 1), [us(), us(2)])


@scene(
    "normal_inbound",
    "fine",
    "A stranger's mail went to a stranger, but it was addressed to one of us, whose address leads on to a mailbox elsewhere.",
    (
        "From a stranger, to a stranger, through our server: is this relay abuse?",
        "外部から外部へ送られているように見えます。不正中継でしょうか。",
    ),
    (r"orig_to=",),
    acceptable=("own_mail",),
    features=Features(aliases={us(3): them("yamada.private", 1)}),
    proof=lambda s: len(s.received()) == 1,
    suites=BOTH,
)
def alias_forward(s: Stage) -> None:
    """A message to an address that leads elsewhere."""
    s.send("partner", "out.example.net", them("kate"), us(3), subject="Hello again")


@scene(
    "normal_inbound",
    "fine",
    "We are the second MX of that domain: to take its mail from strangers and to pass it to its first MX is our duty.",
    ("From a stranger, to a stranger, through our server: is this relay abuse?", "外部から外部へ送られています。不正中継でしょうか。"),
    TAKEN,
    acceptable=("own_mail",),
    blind=("undetermined", "normal_inbound"),  # the relay transport shows that the domain is one to pass mail on for
    features=Features(backup=True),
    proof=lambda s: len(s.received()) == 2,
    site={"domains": [cast.DOMAIN, cast.BACKUP_DOMAIN]},
)
def backup_mx(s: Stage) -> None:
    """Two messages for the domain that we are the second MX of."""
    for local in ("kate", "m.dietrich"):
        s.send("partner", "out.example.net", them(local), f"office@{cast.BACKUP_DOMAIN}")


@scene(
    "spoofed_inbound",
    "problem",
    "Mail from outside, without a login, under one of our addresses, to one of our own people: forged, but delivered here only.",
    (
        "This came from our own address, but from an outside IP. Are we an open relay?",
        "自社アドレスを名乗るメールが外部から届きました。オープンリレーになっているのでしょうか。",
    ),
    TAKEN,
    suites=BOTH,
)
def spoofed_inbound(s: Stage) -> None:
    """One of us seems to write to one of us, from outside."""
    s.send("hosting", "mail.quickpost.test", us(1), us(), subject="Urgent transfer")


@scene(
    "spoofed_inbound",
    "stopped",
    "A client outside greets with our own name; the server refused it.",
    ("Who is using our server's name?", "うちのサーバー名を名乗る接続があります。乗っ取られたのでしょうか。"),
    REFUSED,
    acceptable=("scan_noise", "relay_attempt_refused"),
    features=Features(helo_check=True),
)
def own_name_in_helo(s: Stage) -> None:
    """Two strangers call themselves as we are called."""
    s.send("scanner", cast.HOST, them("news", 3), us())
    s.send("scanner2", cast.ADDRESS, them("news", 3), us())


@scene(
    "blocklisted_sender_refused",
    "stopped",
    "The client is on a block list and was refused; others are let in.",
    ("Why was this mail refused? Is it a relay attempt?", "このメールはなぜ拒否されたのですか。"),
    REFUSED,
    features=Features(block_lists=(cast.BLOCK_LIST,)),
    suites=BOTH,
)
def listed_client(s: Stage) -> None:
    """A listed client twice, a good one between."""
    s.zone.list_address(cast.PLACES["hosting"].address)
    s.send("hosting", "mail.quickpost.test", them("news", 3), us())
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order")
    s.send("hosting", "mail.quickpost.test", them("news", 3), us(1))


@scene(
    "blocklisted_sender_refused",
    "stopped",
    "A bot spoke before the greeting and another client is on a block list: postscreen kept both out; a good server got in.",
    ("Who is PREGREET? Are we attacked?", "PREGREET とは何でしょうか。攻撃でしょうか。"),
    (r"PREGREET|DNSBL rank|NOQUEUE: reject",),
    acceptable=("scan_noise",),
    features=Features(postscreen=True, block_lists=(cast.BLOCK_LIST,)),
    suites=BOTH,
)
def screened_at_the_door(s: Stage) -> None:
    """Postscreen looks at a bot, a listed client and a partner."""
    s.zone.list_address(cast.PLACES["hosting"].address)
    bot = s.client("cloud")
    bot.send("EHLO ylmf-pc")
    time.sleep(2.5)
    bot.read()
    bot.mail(them("promo", 3), us())
    bot.quit()
    s.send("hosting", "mail.quickpost.test", them("news", 3), us())
    s.send("partner", "out.example.net", them("kate"), us())


@scene(
    "greylisting",
    "fine",
    "We put off a first contact for some minutes; the sender's server will come again.",
    ("A customer's mail is refused with 450. Why?", "450 で拒否されています。相手に問題があるのでしょうか。"),
    (r"[Gg]reylist",),
    features=Features(greylist=True),
    suites=BOTH,
)
def greylisted_by_us(s: Stage) -> None:
    """A first contact, and again too soon."""
    s.send("partner", "out.example.net", them("kate"), us())
    time.sleep(1)
    s.send("partner", "out.example.net", them("kate"), us())


@scene(
    "backscatter",
    "problem",
    "A burst of bounces from unrelated servers to one of our addresses: somebody elsewhere forged it. Nothing went through us.",
    (
        "We get failure notices for mail we never sent. Are we relaying?",
        "送った覚えのないエラーメールが大量に届きます。中継に使われているのでしょうか。",
    ),
    (r"qmgr\[\d+\]: \w+: from=<>",),
    suites=BOTH,
)
def bounces_we_get(s: Stage) -> None:
    """Bounces of seven servers for one of us."""
    for number, place in enumerate(("partner", "hosting", "dialup2", "cloud2", "cable", "scanner2", "office")):
        name = cast.PLACES[place].name or f"mx{number}.isp.example"
        s.send(place, name, "", us(), subject="Undelivered Mail Returned to Sender", header_from=f"MAILER-DAEMON@{name}")


@scene(
    "normal_inbound",
    "fine",
    "A milter looks at every message; one was refused after its end, the other was delivered.",
    ("What does milter-reject mean? Did it go out?", "milter-reject とは何ですか。外に送られてしまったのでしょうか。"),
    (r"milter-reject|: client=.*|status=sent",),
    acceptable=("blocklisted_sender_refused", "scan_noise", "relay_attempt_refused", "delivery_problem"),
    features=Features(filter="rspamd"),
    suites=("bookworm",),
)
def milter_refuses(s: Stage) -> None:
    """Spam that rspamd knows by its subject, and an order."""
    s.send("cloud", "host202.cloud.example", them("promo", 3), us(), subject="You have won")
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order")
