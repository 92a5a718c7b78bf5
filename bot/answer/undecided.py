"""How an answer without a verdict begins and ends: what is missing, what it looks like, whether it can wait."""

from __future__ import annotations

from bot.answer.case import Case
from bot.answer.wording import Wording


def page_name(case: Case) -> str:
    """Return the page that speaks for an answer without a verdict."""
    if case.reading.paste.paper is not None:
        return f"undetermined-{case.reading.paste.paper}"
    about = case.headlined
    if about is not None and about.is_returned:
        return "undetermined-bounce"
    if any(rule.of == "paste" for rule in case.diagnosis.open):
        return "panel-half-shown" if case.reading.input == "config" else "complaint-alone"
    if about is None:
        return _without_a_message(case)
    facts = case.diagnosis.facts[about.id]
    taken = facts["accepted"].value
    if taken is None and facts["lines_are_ours"].value is not True:
        return "only-a-trace-line"
    if unread_lines(case):
        return "result-unread"
    if taken is None:
        asked = case.diagnosis.questions[0].fact if case.diagnosis.questions else ""
        return "login-begun" if facts["login_begins"].value and asked == "login_of_a_stranger" else "incomplete"
    looks = readings(case)
    return ("fits-nothing", "one-reading", "undetermined")[min(len(looks), 2)]


def _without_a_message(case: Case) -> str:
    kinds = {event.kind for event in case.reading.events}
    if not kinds or case.reading.unread:
        return "incomplete"
    return "only-start-and-stop" if kinds <= {"server_started", "server_stopped", "server_reloaded", "blank"} else "no-message-told"


def unread_lines(case: Case) -> tuple[int, ...]:
    """Return the lines that could not be read and may say what became of the message: they bear its id, or follow its entry."""
    about = case.headlined
    if about is None:
        return ()
    facts = case.diagnosis.facts[about.id]
    told = facts["passing_on_was_granted"].value or facts["recipients_are_local"].value is not None
    if facts["accepted"].value is False or told:
        return ()
    entry = [event.line.number for event in about.of_kind("message_passed")] or list(about.lines[:1])
    return tuple(
        event.line.number
        for event in about.of_kind("unread")
        if event.line.number > entry[0] or (about.queue_id is not None and event.fields.get("queue_id") == about.queue_id)
    )


def readings(case: Case) -> list[str]:
    """Return the names of the verdicts that are open: the innocent one that the first question decides, and the gravest."""
    verdicts = case.library.vocabulary.verdicts
    first = case.diagnosis.questions[0].fact if case.diagnosis.questions else ""
    innocent = [rule for rule in case.diagnosis.open if rule.severity == "fine"]
    innocent.sort(key=lambda rule: (first not in rule.needs, len(rule.needs), verdicts[rule.verdict].gravity))
    grave = sorted(case.diagnosis.open, key=lambda rule: verdicts[rule.verdict].gravity)
    return list(dict.fromkeys([rule.verdict for rule in (*innocent[:1], *grave[:1])]))


def looks(case: Case, words: Wording) -> str:
    """Return in words what the transaction in question looks like."""
    facts = case.facts(case.headlined) if case.headlined is not None else {}
    by_name = facts and facts["trusts_by_name"].value and facts["sender_domain_is_local"].value is not False
    special = {} if by_name else {"relay_abuse": "looks-like-relaying"}
    if _is_a_log_in(case):
        special["own_mail"] = "looks-like-a-log-in"
    said = [
        words.phrase(special[name]) if name in special else case.library.vocabulary.verdicts[name].looks_like.in_(case.lang)
        for name in readings(case)
    ]
    return words.phrase("looks-like-both", one=said[0], other=said[1]) if len(said) > 1 else "".join(said)


def _is_a_log_in(case: Case) -> bool:
    """Tell whether a log-in is in question in which no mail is seen, such as one that opened a mailbox."""
    about = case.headlined
    return about is not None and bool(case.facts(about)["login_granted"].value) and not about.sender and not about.recipients


def below(case: Case, words: Wording) -> str:
    """Return what stands beneath the first sentence: which question decides, and about which lines; or that nothing is left to ask."""
    questions, lines = case.diagnosis.questions, case.diagnosis.evidence
    if questions and questions[0].last:
        about = case.asked_about(questions[0])
        return words.phrase("nothing-left-to-ask") if any(fact.asked for fact in case.facts(about).values()) else ""
    if not questions:
        return ""
    return words.phrase("in-question", lines=words.lines(lines)) if lines else words.phrase("in-question-no-lines")


def close(case: Case, words: Wording) -> str | None:
    """Return how the answer ends where its page's own end would not fit; None where it does."""
    facts = case.facts(case.headlined)
    asked = sum(question.kind == "fact" for question in case.diagnosis.questions)
    if facts and facts["handed_on"].value and asked:
        return words.phrase("close-outside" if asked > 1 else "close-outside-one")
    return "" if case.diagnosis.severity == "act_now" else None
