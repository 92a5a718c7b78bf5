"""What people say beside their question that tells nothing of any client, sender or log-in."""

import pytest

from bot.desk import Message
from bot.site import Site
from bot.told import read_tells

SAID = [
    "My boss asked me to look into this.",
    "I found this in our server's log this morning.",
    "Our provider sent us an e-mail about it.",
    "Our provider says we are sending spam.",
    "My colleague set this server up years ago.",
    "A customer of ours complained.",
    "The server is in our office, behind a router.",
    "This is from the mail log on our server.",
    "Yes, I have read the manual.",
    "No, nothing was changed lately.",
    "Our users say mail is slow today.",
    "I never touched the settings.",
    "I did not write the configuration, an agency did.",
    "The person who knew all about it has left.",
    "This looks like a stranger to me.",
    "上司に調べるように言われました。",
    "今朝、うちのサーバのログで見つけました。",
    "プロバイダから連絡がありました。",
    "プロバイダに、迷惑メールを出していると言われました。",
    "前任者が設定したサーバで、よくわかりません。",
    "取引先から苦情が来ました。",
    "サーバは事務所に置いてあります。",
    "このサーバのメールのログです。",
    "設定には触っていません。",
    "社内では誰も触っていません。",
    "知らない国のようです。",
    "これは私の会社のものです。",
    "はい、ログは全部貼りました。",
    "いいえ、ほかにはありません。",
    "同僚に聞かれました。",
    "My husband set it up, he is travelling.",
    "I am travelling and only have my phone.",
    "The firewall is not mine.",
    "A friend of mine wrote the form on our web site.",
    "My account is the only one with a strong password.",
    "We have two branches and one mail server.",
    "担当者が出張中で、わかる者がいません。",
    "うちの利用者は10人です。",
    "自宅で小さなサーバを動かしています。",
    "社内の人間を疑いたくありません。",
    "知らない人からのメールが増えました。",
]
ASIP = """2000年 10月 24日 (火) 9:33:16 AM - TCP/IP 経由の SMTP 受信の接続を確立しました_
2000年 10月 24日 (火) 9:33:16 AM -      発信元の DNS 名: “mail.example.org [198.51.100.140]”
2000年 10月 24日 (火) 9:33:16 AM -     実際の接続 IP アドレス:[198.51.100.140]
2000年 10月 24日 (火) 9:33:17 AM - SMTP サーバはメッセージ(ID=1480)を“proofs@example.org”からサイズ 340 (k)で発信しました。"""
LOGGED_IN = """Feb 18 09:57:03 mx postfix/submission/smtpd[21]: 7720AA0C51: client=unknown[198.51.100.23], sasl_method=LOGIN, \
sasl_username=ann@example.com
Feb 18 09:57:04 mx postfix/qmgr[11]: 7720AA0C51: from=<ann@example.com>, size=918, nrcpt=1 (queue active)
Feb 18 09:57:06 mx postfix/smtp[22]: 7720AA0C51: to=<bob@example.org>, relay=mx.example.org[203.0.113.12]:25, delay=3, \
delays=1/0/1/1, dsn=2.0.0, status=sent (250 OK)"""
RELAYED = LOGGED_IN.replace(", sasl_method=LOGIN, sasl_username=ann@example.com", "").replace(
    "from=<ann@example.com>", "from=<eve@example.net>"
)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("log", [ASIP, LOGGED_IN, RELAYED], ids=["asip", "logged in", "relayed"])
def test_it_changes_no_verdict(desk, said, log):
    """Small talk around a log leaves verdict and certainty as they are without it."""
    plain, with_talk = (desk.explain(Message(text=log, question=asked, lang="en")) for asked in ("What is this?", f"What is this?\n{said}"))
    assert (with_talk.verdict, with_talk.certainty) == (plain.verdict, plain.certainty)


def test_it_takes_nothing_back(desk, library):
    """Nor does it undo what was told."""
    told = read_tells(["ours=example.org"], library.vocabulary.facts)
    for said in SAID:
        found = desk.explain(Message(text=ASIP, question=f"{said} Is this abuse?", lang="en"), Site(), told)
        assert found.verdict == desk.explain(Message(text=ASIP, question="Is this abuse?", lang="en"), Site(), told).verdict
