"""Scenes in which our own server is at fault: its disk, its block list, its idea of what is its own."""

from __future__ import annotations

from tests.lab import cast
from tests.lab.cast import them, us
from tests.lab.features import Features
from tests.lab.plays.incoming import REFUSED
from tests.lab.scene import scene
from tests.lab.stage import Stage

_SHOP = f"shop.{cast.DOMAIN}"


@scene(
    "server_fault",
    "problem",
    "Every client, good ones too, is refused and the list answers 127.255.255.254: we ask it through a public resolver.",
    ("Nobody can send us mail any more! Is everybody a spammer?", "急に誰からもメールが届かなくなりました。"),
    REFUSED,
    features=Features(block_lists=(cast.BLOCK_LIST,)),
)
def list_refuses_everybody(s: Stage) -> None:
    """Four clients that a list which cannot be asked refuses."""
    s.zone.under[cast.BLOCK_LIST] = ("127.255.255.254", "Error: open resolver; https://dnsbl.example/public")
    for place, sender in (
        ("partner", them("kate")),
        ("dialup", them("a.holm", 1)),
        ("cable", them("info", 2)),
        ("cloud", them("office", 1)),
    ):
        s.send(place, cast.PLACES[place].name or "mx.cloud.example", sender, us())


@scene(
    "server_fault",
    "problem",
    "The block list's name server does not answer; the mail was taken all the same, unchecked.",
    ("What does this warning mean?", "この警告は何でしょうか。"),
    (r"RBL lookup error",),
    acceptable=("normal_inbound",),
    features=Features(block_lists=(cast.BLOCK_LIST,)),
)
def list_does_not_answer(s: Stage) -> None:
    """Two messages that could not be checked."""
    s.zone.broken.add(cast.BLOCK_LIST)
    s.send("partner", "out.example.net", them("kate"), us())
    s.send("dialup", "p130.dsl.isp.example", them("a.holm", 1), us(1))


@scene(
    "server_fault",
    "problem",
    "The domain's MX is this very server, but it does not count the domain as its own: mail would go round in a circle.",
    ("What is this loop? Is somebody sending mail in circles through us?", "メールがループしているようです。攻撃でしょうか。"),
    (r"loops back to myself",),
    acceptable=("delivery_problem",),
    features=Features(circle=_SHOP),
    site={"domains": [cast.DOMAIN, _SHOP]},
    fates={f"orders@{_SHOP}": "bounced"},
)
def mail_in_a_circle(s: Stage) -> None:
    """A message to a domain that is ours, and is not."""
    s.zone.mail(_SHOP, cast.HOST)
    s.send("pc", "pc1.example.com", us(1), f"orders@{_SHOP}")


@scene(
    "server_fault",
    "problem",
    "The disk is too full: every message is put off with 452, whoever sends it.",
    ("Everything is refused with 452. Attack?", "すべて 452 で拒否されます。原因は何でしょうか。"),
    (r"452|not enough free space|Insufficient system storage",),
    features=Features(disk_full=True),
)
def disk_full(s: Stage) -> None:
    """Three clients whose mail finds no room."""
    s.send("partner", "out.example.net", them("kate"), us())
    s.send("pc", "pc1.example.com", us(1), us())
    s.send("dialup", "p130.dsl.isp.example", them("a.holm", 1), us(1))


@scene(
    "delivery_problem",
    "problem",
    "A partner's server has no name for its address; our server demands one and puts its mail off.",
    ("A partner's mail does not arrive. Why?", "取引先のメールが届きません。なぜでしょうか。"),
    REFUSED,
    acceptable=("scan_noise", "blocklisted_sender_refused", "greylisting"),
    features=Features(host_name_check=True),
)
def client_without_a_name(s: Stage) -> None:
    """A client without a name, and one with one."""
    s.send("shop", "shop.example.net", them("shop"), us())
    s.send("partner", "out.example.net", them("kate"), us())
