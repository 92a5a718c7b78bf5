"""Scenes of mail that takes a longer way: by a proxy in front, a filter before the queue, a .forward, Dovecot, or over IPv6."""

from __future__ import annotations

from tests.lab import cast
from tests.lab.cast import them, us
from tests.lab.features import Features
from tests.lab.plays.incoming import BOTH, REFUSED, TAKEN
from tests.lab.plays.outgoing import LEFT
from tests.lab.scene import scene
from tests.lab.stage import Stage

FRONT = Features(front=True, auth=True)
BEFORE_QUEUE = Features(filter="amavis", before_queue=True)


def through(s: Stage, proxy: str, place: str, helo: str, sender: str, recipients: str | list[str], *, login: str | None = None) -> None:
    """Hand in one message through a mail proxy of ours."""
    client = s.client(proxy)
    client.stand_for(cast.PLACES[place], helo, login)
    client.mail(sender, recipients)
    client.quit()


@scene(
    "own_mail",
    "fine",
    "Our mail proxies checked the passwords and told the server who it was: colleagues on the road, one message each.",
    ("What is sasl_method=XCLIENT? Who sent this?", "sasl_method=XCLIENT とは何でしょうか。誰が送ったのでしょうか。"),
    (r"sasl_username=", r"relay=(?!local|127)\S+, .*status=sent"),
    features=FRONT,
    proof=lambda s: len(s.received()) == 2,
    suites=BOTH,
)
def login_at_a_proxy(s: Stage) -> None:
    """A message after a log-in at the proxy in our network, and one at the proxy outside it."""
    through(s, "front", "dialup", "[192.168.43.17]", us(1), them("kate"), login=us(1))
    through(s, "edge", "cable2", "[192.168.1.8]", us(2), them("orders", 1), login=us(2))


@scene(
    "relay_attempt_refused",
    "stopped",
    "A stranger came by our mail proxy without a password and asked us to pass mail to strangers: refused. A partner's mail got in.",
    (
        "Our own proxy is the client. Did somebody relay through it?",
        "自社のプロキシから接続されています。プロキシ経由で中継されたのでしょうか。",
    ),
    REFUSED,
    features=FRONT,
    bystanders=(cast.PLACES["partner"].address,),
    suites=BOTH,
)
def relay_refused_behind_a_proxy(s: Stage) -> None:
    """A stranger's attempts through both proxies, a partner's message between."""
    through(s, "front", "hosting", "WIN-LJU4TQ6KO2B", them("wei", 2), them("lottery.desk", 3))
    through(s, "front", "partner", "out.example.net", them("kate"), us())
    through(s, "edge", "hosting", "WIN-LJU4TQ6KO2B", us(), [them("a.holm", 1), them("b.holm", 1)])


@scene(
    "normal_inbound",
    "fine",
    "A filter looked at the mail while its client waited; each message then came back over loopback and was delivered here.",
    ("Every mail comes from localhost. Who sends it?", "どのメールも localhost から届いています。誰が送っているのでしょうか。"),
    (r"proxy-accept", r"status=sent \(delivered"),
    features=BEFORE_QUEUE,
    suites=BOTH,
)
def filtered_before_the_queue(s: Stage) -> None:
    """Two messages in, through amavis, before they are taken."""
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order 2231")
    s.send("dialup", "p130.dsl.isp.example", them("a.holm", 1), [us(), us(2)])


@scene(
    "normal_inbound",
    "fine",
    "The filter before the queue refused one message for its broken header, while its client waited; another was delivered.",
    ("What does proxy-reject mean? Did it go out?", "proxy-reject とは何ですか。外に送られてしまったのでしょうか。"),
    (r"proxy-reject|proxy-accept|status=sent",),
    acceptable=("blocklisted_sender_refused", "scan_noise", "relay_attempt_refused", "delivery_problem"),
    features=BEFORE_QUEUE,
    suites=BOTH,
)
def filter_refuses_before_the_queue(s: Stage) -> None:
    """A header with two subjects, and an order."""
    s.send("cloud", "host202.cloud.example", them("promo", 3), us(), subject="Prize\r\nSubject: Your prize")
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order")


@scene(
    "relay_abuse",
    "act_now",
    "Strangers without a password handed in mail for other strangers, through the filter before the queue, and it went out.",
    ("Is our filter sending this?", "フィルターがメールを送っているのでしょうか。"),
    LEFT,
    features=Features(filter="amavis", before_queue=True, networks=("0.0.0.0/0",)),
    proof=lambda s: len(s.received()) >= 3,
)
def open_relay_before_the_queue(s: Stage) -> None:
    """Two strangers' messages through amavis, before they are taken."""
    s.send("cloud", "User", them("promo", 3), [them("ann"), them("cy", 1)], subject="You have won")
    s.send("hosting", "ylmf-pc", them("promo", 3), [them("dee", 2)], subject="You have won")


@scene(
    "normal_inbound",
    "fine",
    "A stranger's mail went to a stranger, but it came to one of us first, whose .forward sends it on as a new message.",
    (
        "From a stranger, to a stranger, through our server: is this relay abuse?",
        "外部から外部へ送られているように見えます。不正中継でしょうか。",
    ),
    (r"forwarded as", r": client="),
    acceptable=("own_mail",),
    features=Features(forwards={us(3): them("yamada.private", 1)}),
    proof=lambda s: len(s.received()) == 1,
    suites=BOTH,
)
def forward_of_a_user(s: Stage) -> None:
    """A message to somebody whose .forward leads elsewhere, and one to somebody who has none."""
    s.send("partner", "out.example.net", them("kate"), us(3), subject="Hello again")
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order")


@scene(
    "normal_inbound",
    "fine",
    "A foreign server delivers to our own addresses; Dovecot puts the mail into the mailboxes, nothing leaves again.",
    ("What is this lmtp? Is mail passed on to somebody?", "lmtp とは何でしょうか。どこかへ転送されているのでしょうか。"),
    (r": client=", r"postfix/lmtp.*status=sent"),
    features=Features(lmtp=True),
    suites=BOTH,
)
def delivered_by_dovecot(s: Stage) -> None:
    """Two messages of a partner, one of them to two of us."""
    s.send("partner", "out.example.net", them("kate"), us(), subject="Order 2231")
    s.send("partner", "out.example.net", them("m.dietrich"), [us(), us(1)], subject="Re: proofs")


@scene(
    "normal_inbound",
    "fine",
    "A foreign server delivers to our own addresses over IPv6; nothing leaves again.",
    ("What are these long addresses? Is this relay abuse?", "長いアドレスから接続されています。不正中継でしょうか。"),
    TAKEN,
    features=Features(ipv6=True),
    suites=BOTH,
)
def normal_inbound_over_ipv6(s: Stage) -> None:
    """Two messages over IPv6, one from a host with a name."""
    s.send("modern", "six.example.net", them("kate"), us(), subject="Order 2231")
    s.send("modern2", "mx.toys.example", them("m.dietrich", 3), [us(), us(1)], subject="Re: proofs")


@scene(
    "relay_attempt_refused",
    "stopped",
    "A stranger asked us over IPv6 to pass mail to other strangers; every recipient was refused and nothing was sent.",
    (
        "Is this relay abuse? Somebody from outside tries to send through us.",
        "外部から中継しようとしているようです。被害はあるのでしょうか。",
    ),
    REFUSED,
    acceptable=("open_relay_test",),
    features=Features(ipv6=True),
    suites=BOTH,
)
def relay_refused_over_ipv6(s: Stage) -> None:
    """Two attempts of one stranger, and a partner's message."""
    s.send("modern2", "WIN-LJU4TQ6KO2B", them("wei", 2), them("lottery.desk", 3))
    s.send("modern", "six.example.net", them("kate"), us(), subject="Order")
    s.send("modern2", "WIN-LJU4TQ6KO2B", them("wei", 2), [them("a.holm", 1), them("b.holm", 1)])


@scene(
    "relay_abuse",
    "act_now",
    "Every IPv6 address is trusted: strangers without a password handed in mail for other strangers over IPv6, and it went out.",
    ("Why is our server so busy? Is this relay abuse?", "サーバーが急に重くなりました。不正中継でしょうか。"),
    LEFT,
    features=Features(ipv6=True, networks=("[::]/0",)),
    proof=lambda s: len(s.received()) >= 2,
    bystanders=(cast.PLACES["modern"].address,),
)
def open_relay_over_ipv6(s: Stage) -> None:
    """A stranger's message over IPv6, a partner's after it."""
    s.send("modern2", "User", them("promo", 3), [them("ann"), them("cy", 1)], subject="You have won")
    s.send("modern", "six.example.net", them("kate"), us(), subject="Order")
