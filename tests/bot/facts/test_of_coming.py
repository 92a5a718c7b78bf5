"""How a connection came and went: a message that a filter refused when it was there."""

import pytest

from bot.facts import facts_of

CAME = (
    "Nov 23 10:30:01 mx sendmail[3312]: wANAU1x3003312: from=<a@example.org>, size=1200, class=0, nrcpts=1, "
    "msgid=<1@example.org>, proto=ESMTP, daemon=MTA, relay=mail.example.org [203.0.113.22]\n"
)
REFUSED = "Nov 23 10:30:02 mx sendmail[3312]: wANAU1x3003312: Milter: data, reject=554 5.7.1 Message rejected\n"
FOR_TARO = "Nov 23 10:30:02 mx sendmail[3312]: wANAU1x3003312: to=<taro@example.com>, delay=00:00:01, pri=31200, stat={}\n"


@pytest.fixture
def fact_of_first(known):
    """Give a function from a fact's name and a text to that fact of the first transaction."""

    def find(name, text):
        everything = known(text)
        return facts_of(everything.transactions[0], everything)[name]

    return find


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        (CAME, True),
        (CAME + REFUSED, False),
        (CAME + REFUSED + FOR_TARO.format("Message rejected"), False),
        (CAME + REFUSED + FOR_TARO.format("User unknown"), True),
        (CAME + REFUSED + FOR_TARO.format("Sent"), True),
        (REFUSED + CAME, True),
    ],
)
def test_what_a_filter_refused_was_not_taken(fact_of_first, text, accepted):
    """Though Sendmail wrote its sender's line before; whatever else became of it shows that it was."""
    assert fact_of_first("accepted", text).value is accepted
