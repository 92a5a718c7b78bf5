"""What several tests share: the bundled knowledge base, and short ways from a text to what each step makes of it."""

import pytest

from bot.catalogue import Catalogue
from bot.desk import Desk, Message
from bot.diagnosis import diagnose
from bot.facts import Known
from bot.journal import set_up
from bot.library import load
from bot.paste import read
from bot.site import Site
from bot.told import read_tells
from bot.transactions import transactions

CONNECTION = (
    "SMTP 受信の接続 [{client}] は、Real-time Blackhole リスト <rbl.maps.vix.com.> の検証行程にあります。",
    "",
    "SMTP 受信の接続 [{client}] の接続が許可されました。既知のジャンクメールソースではありません。",
    "TCP/IP 経由の SMTP 受信の接続を確立しました_",
    "     発信元の DNS 名: “{given}”",
    "    実際の接続 IP アドレス:[{client}]",
)
PASSED = "SMTP サーバはメッセージ(ID={id})を“{sender}”からサイズ 1 (k)で発信しました。"


@pytest.fixture(scope="session", autouse=True)
def quiet_journal():
    """Keep the journal to what is a fault."""
    set_up("error")


@pytest.fixture(scope="session")
def library():
    """Give the bundled knowledge base."""
    return load()


@pytest.fixture(scope="session")
def desk(library):
    """Give a desk that answers out of the bundled knowledge base."""
    return Desk(library)


@pytest.fixture(scope="session")
def stamped():
    """Give a function that puts an AppleShare IP stamp before each message; ``hour`` tells one session from another."""

    def stamp(*messages, hour=11):
        return "".join(f"2000年 12月 14日 (木) {hour}:06:{second:02d} AM - {message}\n" for second, message in enumerate(messages))

    return stamp


@pytest.fixture(scope="session")
def session(stamped):
    """Give a function that writes one AppleShare IP session: connection, message (none without ``sender``), then more messages."""

    def write(*more, client="192.0.2.7", name=None, sender="alice@example.com", number=533, hour=11):
        given = f"{name} [{client}]" if name else f"[{client}]"
        lines = [line.format(client=client, given=given) for line in CONNECTION]
        if sender is not None:
            lines.append(PASSED.format(id=number, sender=sender))
        return stamped(*lines, *more, hour=hour)

    return write


@pytest.fixture(scope="session")
def known(library):
    """Give a function from a text, with what was told and a site, to all that facts may be drawn from."""
    catalogue = Catalogue(library)

    def find(text, tell=(), site=None):
        reading = catalogue.read(read(text, catalogue.recognise))
        server = library.servers[reading.server]
        found = transactions(reading, server.sessions, library.vocabulary.events)
        account = read_tells(tell, library.vocabulary.facts)
        kinds = library.vocabulary.facts
        return Known(Site.model_validate(site or {}), account, server.profile, found, kinds, events=reading.events)

    return find


@pytest.fixture(scope="session")
def diagnosed(known, library):
    """Give a function from a text, with what was told and a site, to its diagnosis."""
    return lambda text, tell=(), site=None: diagnose(known(text, tell, site), library, library.servers["asip"].sessions.fetch)


@pytest.fixture(scope="session")
def explained(desk, library):
    """Give a function from a text, with what was told and a site, to the answer."""

    def explain(text, tell=(), site=None, lang="en"):
        account = read_tells(tell, library.vocabulary.facts)
        return desk.explain(Message(text=text, lang=lang), Site.model_validate(site or {}), account)

    return explain


@pytest.fixture
def overlay(tmp_path):
    """Give a function that writes a team's knowledge folder out of file names and texts."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
