"""What people's own words tell about a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import Catalogue
from bot.library import bundled, load
from bot.listening import Asked, Case, hear, is_discussion
from bot.paste import read
from bot.site import Site
from bot.threads import read_threads
from bot.transactions import transactions

LIBRARY = load()
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log
DOMAIN, LOWER, UPPER = "f1.*******.ne.jp", "aaa.aaa.aaa.aaa", "111.111.111.111"
HERE = (("on this server", "このサーバにある", "this_server"), (("sender_domain_is_local", "yes"),))
QUESTIONS = (
    Asked("sender_domain_is_local", DOMAIN, 2, (HERE,)),
    Asked("client_is_ours", LOWER, 2),
    Asked("recipients_are_local", None, 2),
)


def _case(questions: tuple[Asked, ...] = QUESTIONS, told: frozenset[str] = frozenset()) -> Case:
    catalogue = Catalogue(LIBRARY)
    reading = catalogue.read(read(LOG, catalogue.recognise))
    found = transactions(reading, LIBRARY.servers["asip"].sessions, LIBRARY.vocabulary.events)
    return Case(found, frozenset({2}), questions, told)


def _told(text: str, case: Case | None = None) -> set[tuple[str, bool | None, str | None]]:
    return {(told.fact, told.value, told.about) for told in hear(text, case or _case(), LIBRARY.told).told}


HERE_YES, HERE_NO = ("sender_domain_is_local", True, DOMAIN), ("sender_domain_is_local", False, DOMAIN)
OURS_YES, OURS_NO = ("client_is_ours", True, LOWER), ("client_is_ours", False, LOWER)
PERSON_YES, PERSON_NO = ("sender_is_a_person_of_ours", True, DOMAIN), ("sender_is_a_person_of_ours", False, DOMAIN)
UPPER_YES = ("client_is_ours", True, UPPER)


YES, NO, UNSURE = (((word,), (("lines_are_ours", word),)) for word in ("yes", "no", "unknown"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("はい", True), ("うちのサーバです", True), ("no", False), ("not ours", False), ("わからない", None), ("1) no", False)],
)
def test_a_question_about_a_server_is_answered_in_words(text: str, value: bool | None) -> None:
    """A yes, a no or whose it is answers the one question that has answers; a request for lines beside it has none."""
    asked = (Asked("lines_are_ours", None, 1, (YES, NO, UNSURE)), Asked("accepted", None, 1))
    heard = hear(text, _case(asked), LIBRARY.told)
    assert [(told.fact, told.value, told.about, told.transaction) for told in heard.told] == [("lines_are_ours", value, None, 1)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("はい", {HERE_YES}),
        ("no", {HERE_NO}),
        ("はい、いいえ", {HERE_YES, OURS_NO}),
        ("1) yes 2) no", {HERE_YES, OURS_NO}),
        ("① はい ② わからない", {HERE_YES, ("client_is_ours", None, LOWER)}),
        ("2. yes", {OURS_YES}),
        ("質問2 いいえ", {OURS_NO}),
        ("on this server", {HERE_YES}),
        ("このサーバ", {HERE_YES}),
        ("わからない", {("sender_domain_is_local", None, DOMAIN)}),
        ("I don't know", {("sender_domain_is_local", None, DOMAIN)}),
        ("プロバイダです", {HERE_NO, PERSON_YES}),
        ("it's our provider's", {HERE_NO, PERSON_YES}),
        ("that address is mine", {PERSON_YES}),
        ("never seen that IP", {OURS_NO}),
        ("そのIPアドレスは預かり知らぬものです", {OURS_NO}),
        ("the domain is none of ours", {HERE_NO, PERSON_NO}),
        (f"{LOWER} is a colleague on a trip", {OURS_YES}),
        (f"*****@{DOMAIN} is not ours", {HERE_NO, PERSON_NO}),
        ("the upper one is me", {UPPER_YES}),
        ("上は私本人が使用した記録ですが、下は全く知らない物です。", {UPPER_YES, OURS_NO}),
        ("on this server, and the IP is not ours", {HERE_YES, OURS_NO}),
    ],
)
def test_what_is_understood(text: str, told: set[tuple[str, bool | None, str | None]]) -> None:
    """Answers in the words people use, by number, by name, by block, in both languages."""
    assert _told(text) == told


@pytest.mark.parametrize("text", ["mine", "私のです", "ours"])
def test_what_could_be_meant_of_several_things_is_not_guessed(text: str) -> None:
    """Two questions stand; a bare "mine" answers neither and is given back."""
    heard = hear(text, _case(), LIBRARY.told)
    assert not heard.told
    assert heard.missed == (text,)


@pytest.mark.parametrize(
    "text",
    ["知らない人が使えている事になるのでしょうか。", "is it not ours?", "これは私のメールですか", "what is an RBL?", "ぽんぽこ", ""],
)
def test_questions_and_chatter_tell_nothing(text: str) -> None:
    """Asking whether something is so does not say that it is."""
    heard = hear(text, _case(), LIBRARY.told)
    assert not heard.told
    assert not heard.missed


def test_bare_yes_without_a_question_tells_nothing() -> None:
    """Words around a first paste answer no question, since none was asked."""
    assert _told("yes", _case(questions=())) == set()
    assert _told("情報が古くなっている可能性があります", _case(questions=())) == set()


def test_the_only_client_left_is_meant() -> None:
    """Of two clients, one is settled: "from a machine on our LAN" can only be the other."""
    text = "社内ネットワーク上のクライアントからです。"
    assert _told(text, _case(questions=())) == set()
    assert _told(text, _case(questions=(), told=frozenset({LOWER}))) == {UPPER_YES}


def test_site_version_notes_and_program() -> None:
    """Facts of the site and of the asker's ways are kept."""
    text = "Our domain is example.co.jp, our IPs are 192.0.2.0/28. We run ASIP 6.3. I ran a relay test. Nobody else uses it. Eudora."
    heard = hear(text, _case(), LIBRARY.told)
    assert heard.site == Site(domains=("example.co.jp",), networks=("192.0.2.0/28",))
    assert heard.version == "6.3"
    assert [note.en for note in heard.notes] == [
        "You ran a relay test yourselves.",
        "No other machine or person of yours uses that name.",
        "The mail program is Eudora.",
    ]
    assert not heard.told


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("取り消し", "undo"),
        ("forget this please", "forget"),
        ("in English please", "in-english"),
        ("日本語で", "in-japanese"),
        ("ありがとう！", "thanks"),
    ],
)
def test_wishes(text: str, command: str) -> None:
    """What asks for something is told apart from what tells something."""
    heard = hear(text, _case(), LIBRARY.told)
    assert heard.commands == (command,)
    assert not heard.told


def test_discussion_is_known_by_its_speakers() -> None:
    """Two lines that name a speaker make a discussion; one does not."""
    assert is_discussion("発言者: A\n本文\nB さんからのコメント\n本文", LIBRARY.told)
    assert is_discussion("On Monday, A wrote:\n> x\nOn Tuesday, B wrote:\n> y", LIBRARY.told)
    assert not is_discussion("my colleague wrote: help", LIBRARY.told)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises_and_only_names_of_the_case_are_told(text: str) -> None:
    """Whatever is said, a told fact is about a name that stands in the case."""
    for told in hear(text, _case(), LIBRARY.told).told:
        assert told.about in {DOMAIN, LOWER, UPPER, "1111111111.co.jp"}


@pytest.mark.parametrize(
    "text",
    [
        "社長が会社から送ったと言っています",
        "知らないアドレスではありません",
        "I think the IP is ours",
        "maybe the IP is mine",
        "it is not at a provider",
        "このログは問題ありません",
        "the domain is ours if I remember right",
    ],
)
def test_hearsay_supposition_and_double_denial_tell_nothing(text: str) -> None:
    """What somebody else says, what may be, and a denied denial are no facts."""
    assert _told(text) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("このサーバにはありません", {HERE_NO}),
        ("it's not on this server", {HERE_NO}),
        ("the IP isn't on our network", {OURS_NO}),
        ("no, that IP is not mine", {OURS_NO}),
        ("はい、このサーバにあります", {HERE_YES}),
        ("うちに割り当てられたIPではありません", {OURS_NO}),
    ],
)
def test_denials(text: str, told: set[tuple[str, bool | None, str | None]]) -> None:
    """A denied phrase tells the opposite where there is one."""
    assert _told(text) == told


def test_a_name_that_is_not_in_the_case_is_told_about_itself() -> None:
    """Saying "example.com is our provider" says nothing about the sender of the case."""
    assert {about for _, _, about in _told("example.com is our provider")} == {"example.com"}


def test_saying_both_in_one_breath_tells_neither() -> None:
    """Contradictions are given back."""
    heard = hear("The IP is ours. The IP is not ours.", _case(), LIBRARY.told)
    assert not heard.told
    assert LOWER in heard.missed


@pytest.mark.parametrize(
    "text",
    [
        "nobody here was travelling",
        "none of us was on the road",
        "they use our ip as helo",
        "somebody pretends to be our machine",
        "うちのサーバの名前を名乗る相手がいます",
        "見たことのない形式のIPアドレスです",
        "自社のアドレスから知らない宛先に送られています",
    ],
)
def test_what_others_do_with_our_names_tells_nothing(text: str) -> None:
    """A denial by its subject, a name that others use, an unknown recipient: nothing of it says whose the client or the sender is."""
    assert _told(text, _case(())) == set()


def test_the_sites_file_goes_before_not_knowing_a_name() -> None:
    """Who does not know a name that the site's file lists as ours has only not recognised it."""
    known = replace(_case(), site=Site(networks=(LOWER,), domains=(DOMAIN,)))
    assert _told(f"{LOWER} は知らない番号です", known) == set()
    assert _told(f"{DOMAIN} is none of ours", known) == set()
    assert _told(f"{LOWER} は知らない番号です") == {OURS_NO}


def test_a_name_that_was_not_said_is_not_told_to_be_ours_against_the_sites_file() -> None:
    """Who speaks of "our server" without a name means none that the site's file does not have; a name that is said counts."""
    other = replace(_case(()), site=Site(domains=("example.co.jp",)))
    assert _told("うちのサーバの名前が入っています", other) == set()
    assert _told(f"{DOMAIN} はうちのサーバです", other) == {HERE_YES}
    assert _told("うちのサーバの名前が入っています", _case(())) == {HERE_YES}


def test_a_name_that_was_not_said_is_not_told_to_be_ours_beside_one_that_was() -> None:
    """Whose mailboxes are here belongs to the domain that was just named, not to the sender whom nobody mentioned."""
    text = "example.jp は私が自分で持っているドメインで、箱もこのサーバにあります。"
    heard = hear(text, _case(()), LIBRARY.told)
    assert (heard.told, heard.site.domains) == ((), ("example.jp",))


def test_not_knowing_a_name_is_weaker_than_denying_it() -> None:
    """Not to know an address is kept apart from saying that it is none of ours."""
    weak = {
        (told.value, told.weak)
        for text in (f"{LOWER} は知らない番号です", f"{LOWER} is not ours")
        for told in hear(text, _case(), LIBRARY.told).told
    }
    assert weak == {(False, True), (False, False)}


@pytest.mark.parametrize("text", ["our salesman says it was he", "本人に確認したところ本人が送ったと言っています"])
def test_the_owners_word_counts_though_it_is_hearsay(text: str) -> None:
    """What the owner of a name says of their own doing is told; what others say of it is not."""
    assert _told(text, replace(_case(()), transactions=_case().transactions[-1:])) == {OURS_YES}
    assert _told("my colleague says that IP is ours", replace(_case(()), transactions=_case().transactions[-1:])) == set()


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("My colleague reads line 3 as a permission.", False),
        ("our office manager asked me", False),
        ("I found this in the log of our office.", False),
        ("Ann was in the office all day.", False),
        ("同僚に聞かれました。", False),
        ("社内から苦情が来ました。", False),
        ("a colleague sent it from home", True),
        ("it came from our office", True),
        ("同僚が出先から送ったものです。", True),
        ("社内から送ったものです。", True),
    ],
)
def test_who_is_only_mentioned_did_not_connect(text: str, heard: bool) -> None:
    """A colleague who asks, or an office that complains, says nothing of whose the one client is; one that sent does."""
    alone = replace(_case(()), transactions=_case().transactions[-1:])
    assert _told(text, alone) == ({OURS_YES} if heard else set())


TAKEN = """2026-11-10T02:14:27+09:00 mx2 postfix/smtpd[5120]: E3A0C81F44: client=mail.example.com[203.0.113.31]
2026-11-10T02:14:27+09:00 mx2 postfix/qmgr[730]: E3A0C81F44: from=<ann@example.com>, size=14120, nrcpt=1 (queue active)
2026-11-10T02:20:41+09:00 mx2 postfix/smtp[5188]: E3A0C81F44: to=<bob@example.org>, relay=mx1.example.org[198.51.100.10]:25, delay=374, \
delays=374/0.02/0.3/0.4, dsn=2.0.0, status=sent (250 2.0.0 Ok)"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We are the backup MX for them.", {("recipient_domain_is_ours", True, "example.org")}),
        ("うちは example.net の予備のMXです。", {("recipient_domain_is_ours", True, "example.net")}),
        ("We are not a backup MX for example.org.", {("recipient_domain_is_ours", False, "example.org")}),
        ("Are we a backup MX?", set()),
    ],
)
def test_whose_mail_is_held_for_others(text: str, told: set[tuple[str, bool, str]]) -> None:
    """A backup for the domain that is named, or the only one of the recipients'."""
    catalogue = Catalogue(LIBRARY)
    reading = catalogue.read(read(TAKEN.replace("\\\n", ""), catalogue.recognise))
    case = Case(transactions(reading, LIBRARY.servers["postfix"].sessions, LIBRARY.vocabulary.events))
    assert _told(text, case) == told
    assert hear(text, case, LIBRARY.told).site == Site()


def test_whose_an_address_is_does_not_say_who_wrote() -> None:
    """That the sender's address is a colleague's tells nothing of the machine that used it: that is what a forger counts on."""
    alone = replace(_case(()), transactions=_case().transactions[-1:])
    assert _told("差出人はうちの社員です。", alone) == {PERSON_YES}
    assert _told("the sender is a colleague of mine", alone) == {PERSON_YES}
    assert _told("it was a colleague of mine", alone) == {OURS_YES}


def test_sender_and_recipient_may_be_denied_in_one_breath() -> None:
    """Each is told, the recipients only where all are of one domain."""
    catalogue = Catalogue(LIBRARY)
    reading = catalogue.read(read(TAKEN.replace("\\\n", ""), catalogue.recognise))
    case = Case(transactions(reading, LIBRARY.servers["postfix"].sessions, LIBRARY.vocabulary.events))
    told = {(fact, value) for fact, value, _ in _told("差出人も宛先もうちとは関係ありません。", case)}
    assert told >= {("sender_domain_is_local", False), ("recipient_domain_is_ours", False)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{LOWER} is our web server", {OURS_YES}),
        (f"{LOWER} is our customer", set()),
        (f"{LOWER} はうちの取引先です", set()),
        (f"{LOWER} is our branch office", {OURS_YES}),
        ("example.net is our biggest supplier", set()),
    ],
)
def test_our_customers_are_none_of_ours(text: str, told: set[tuple[str, bool | None, str | None]]) -> None:
    """Nor are suppliers, banks and providers, though people call them theirs."""
    assert _told(text, _case(())) == told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("社長が出張先から送ったと言っています", None),
        ("佐藤は今週出張中、ホテルから見積を送ったと言っています", True),
        ("Sato is away, and says he sent it from the hotel.", True),
        ("その番号は見覚えがありません。山本は出張中で、ホテルから送ることがあるとは聞いています。", None),
        ("その番号は見覚えがありません。でも同僚が出先から送ったものでした。", True),
        ("その番号は見覚えがありません。山本は出張中です。", False),
    ],
)
def test_who_may_have_been_away_leaves_it_open(text: str, value: bool | None) -> None:
    """It is asked for then; what is said firmly counts, and that somebody is away says nothing by itself."""
    alone = replace(_case(()), transactions=_case().transactions[-1:])
    told = hear(text, alone, LIBRARY.told).told
    assert {one.value for one in told if one.fact == "client_is_ours"} == {value}


@pytest.mark.parametrize(
    "text", ["どれもうちのものではありません。", "None of them is ours.", "差出人も宛先も接続元も、どれもうちのものではありません"]
)
def test_all_three_may_be_denied_at_once(text: str) -> None:
    """Client, sender and recipient, where each is the only one."""
    catalogue = Catalogue(LIBRARY)
    reading = catalogue.read(read(TAKEN.replace("\\\n", ""), catalogue.recognise))
    case = Case(transactions(reading, LIBRARY.servers["postfix"].sessions, LIBRARY.vocabulary.events))
    told = {(fact, value) for fact, value, _ in _told(text, case)}
    assert told >= {("client_is_ours", False), ("sender_domain_is_local", False), ("recipient_domain_is_ours", False)}
