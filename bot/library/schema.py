"""What the files of ``knowledge/`` may hold.

Each model is one entry of one kind of file; ``knowledge/README.md`` tells the same to those who write them. All are frozen: what was
read once is shared by everything that answers.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

Lang = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = ("en", "ja")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Readings = Annotated[tuple[Text, ...], BeforeValidator(lambda said: (said,) if isinstance(said, str) else said or ())]
"""Readings in hiragana; a single one may stand without a list."""
Daemon = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_./@ -]{0,63}$")]
"""The name of a program as it stands before a log line's message, in small letters; of ``postfix/smtpd`` the last part."""
Code = Annotated[str, StringConstraints(pattern=r"^([245]\d\d)?( ?[245]\.[0-7]\.\d{1,3})?$", min_length=3)]
"""A reply code, an enhanced status code, or both (``550 5.7.1``)."""


def _readable(pattern: str, info: ValidationInfo) -> str:
    """Return a regular expression that can be read; others are told here, since nothing could be matched with them.

    Those that ship with the program were looked at before, and are compiled when the first line wants them.
    """
    if info.context and info.context.get("checked"):
        return pattern
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern cannot be read: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_readable)]
Subject = Literal["transaction", "client", "login", "mailbox", "paste"]
Severity = Literal["act_now", "stopped", "problem", "fine", "unknown"]
Certainty = Literal["certain", "likely", "possible", "unknown"]
About = Literal["client", "us", "recipient_server", "sender_server", "nobody"]
Tone = Literal["plain", "good", "attention"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Both(_Entry):
    """The same thing said in both languages."""

    en: Text
    ja: Text

    def in_(self, lang: str) -> str:
        """Return what is said in ``lang``."""
        return self.ja if lang == "ja" else self.en


class Fixed(Both):
    """A fixed phrase in both languages; unlike in sentences, white space at its ends counts, since some stand between two words."""

    en: Annotated[str, StringConstraints(min_length=1)]
    ja: Annotated[str, StringConstraints(min_length=1)]


class EventKind(_Entry):
    """A kind of event, the same for every server.

    Attributes:
        means: its name for people.
        tone: how a line of this kind is marked, unless the message says otherwise.
        outcome: what the event tells of a message's fate, in the words of the contract.
        seen: what such a line shows of a transaction.
    """

    means: Both
    tone: Tone = "plain"
    outcome: Literal["accepted", "refused", "sent", "delivered", "deferred", "bounced"] | None = None
    seen: tuple[Literal["entry", "sender", "recipients", "outcome", "end"], ...] = ()


class Choice(_Entry):
    """One answer to a question: its name, its label, and the facts that it tells (``yes``, ``no``, ``unknown``)."""

    value: Name
    label: Both
    tells: dict[Name, Literal["yes", "no", "unknown"]]


class FactKind(_Entry):
    """A fact about a transaction, an identity in it, or several transactions.

    Attributes:
        of: what it is about.
        also: further subjects that it is counted for.
        identity: which name of the transaction it is told about, for a fact of an identity.
        means: its name for people.
        shows: the marks of lines (see ``Message.shows``) that are its evidence.
        lines: kinds of event whose lines are its evidence instead; the first of them that is there counts.
        events: kinds of event one of which makes it hold; no function is needed then.
        says: texts (small letters) one of which must stand in such a line; ``reason`` says where they come from.
        within: the fields in which these texts are looked for; none: what a server replied or gave as its reason, else the whole line.
        signs: facts, ``at_least`` so many of which make it hold.
        first: nothing else is asked of a transaction while this is unknown.
        ask_order: tie breaker among questions; None: never asked on its own.
        ask: ``fact`` asks with choices, ``lines`` asks for the lines that would show it.
        question: the question; placeholders as in pages.
        why: what the answer would decide.
        choices: the answers offered.
        told: how it is repeated back once it was told, for each answer; ``{about}`` is the name.
        at_least: for a counting fact, the number from which it holds; ``reason`` says why.
    """

    of: Literal["transaction", "identity", "server", "client", "login", "mailbox", "paste"]
    also: tuple[Subject, ...] = ()
    identity: Literal["client", "sender_domain", "recipient_domain"] | None = None
    means: Both
    shows: tuple[Name, ...] = ()
    lines: tuple[Name, ...] = ()
    events: tuple[Name, ...] = ()
    says: tuple[Text, ...] = ()
    within: tuple[Name, ...] = ()
    signs: tuple[Name, ...] = ()
    first: bool = False
    ask_order: int | None = None
    ask: Literal["fact", "lines"] = "fact"
    question: Both | None = None
    why: Both | None = None
    choices: tuple[Choice, ...] = ()
    told: dict[Literal["yes", "no", "unknown"], Both] = {}
    at_least: int | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _can_be_asked(self) -> FactKind:
        if self.ask_order is not None and (self.question is None or self.why is None):
            raise ValueError("a fact that is asked (ask_order) needs a question and a why")
        answers = [choice for choice in self.choices if set(choice.tells.values()) != {"unknown"}]
        if self.ask_order is not None and self.ask == "fact" and not answers:
            raise ValueError("a fact that is asked needs choices that tell it")
        if self.of == "identity" and self.identity is None:
            raise ValueError("a fact of an identity must say which one (identity)")
        if self.at_least is not None and not self.reason:
            raise ValueError("a threshold (at_least) needs a reason")
        if self.says and not (self.reason and self.events):
            raise ValueError("a list of texts (says) needs events to be looked for in, and a reason")
        if self.signs and self.at_least is None:
            raise ValueError("signs are counted, so at_least is wanted")
        return self

    def is_about(self, subject: str) -> bool:
        """Tell whether the fact may be asked for by a rule about a kind of subject."""
        shared = self.of == "server" or (self.of in ("transaction", "identity") and subject in ("transaction", "client"))
        return shared or subject in (self.of, *self.also)


class VerdictKind(_Entry):
    """A verdict of the contract: its rank among others of the same severity (1 is gravest), its name, and what looks like it."""

    gravity: int
    means: Both
    looks_like: Both


class Vocabulary(_Entry):
    """``vocabulary.yaml``: the words that all other files use."""

    events: dict[Name, EventKind]
    facts: dict[Name, FactKind]
    verdicts: dict[Name, VerdictKind]
    certainty: dict[Certainty, Both]
    severity: dict[Severity, Both]
    about: dict[About, Both]


class Sample(_Entry):
    """A line that a message must match, and the fields that must come out of it."""

    line: str
    fields: dict[Name, str] = {}


class Parts(_Entry):
    """How a line is known by its parts where its exact wording is not attested.

    Attributes:
        words: names of word groups (``messages/words.yaml``), each of which must be in the line.
        without: word groups that must not be in it.
        has: fields that must have been found in it.
    """

    words: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()
    has: tuple[Name, ...] = ()


class Message(_Entry):
    """One line that a server writes.

    Attributes:
        id: its name within the file.
        event: the kind of event it is.
        about: whose machine it speaks of.
        pattern: a regular expression over the whole cleaned message; or
        parts: how to know it by its parts.
        shape: the shape of the line, where the message occurs only in that one.
        daemons: the programs that write it, where it is not every one of the server; a file may say it for all its messages.
        last: it is tried when no other message of its daemon fits, and only in lines that name the daemon.
        sets: fields that the line has by what it says, not by a part of it.
        shows: marks by which facts find their evidence (``client``, ``sender``, ``recipient``, ``passed``, ``outcome``).
        group: lines of one group that follow each other are explained together.
        meaning: what it says.
        not_meaning: what people wrongly read into it.
        tone: how the line is marked, where it differs from its event's.
        source: attested, documented or inferred, and where.
        samples: lines that it must match; a line of another message must not.
    """

    id: Name
    event: Name
    about: About
    pattern: Pattern | None = None
    parts: Parts | None = None
    shape: Name | None = None
    daemons: tuple[Daemon, ...] = ()
    last: bool = False
    sets: dict[Name, Text] = {}
    shows: tuple[Name, ...] = ()
    group: Name | None = None
    meaning: Both
    not_meaning: Both | None = None
    tone: Tone | None = None
    source: Annotated[str, StringConstraints(pattern=r"^(attested|documented|inferred)\b")]
    samples: tuple[Sample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> Message:
        if (self.pattern is None) == (self.parts is None):
            raise ValueError("a message has either a pattern or parts")
        return self

    @property
    def inferred(self) -> bool:
        """Tell whether the line's wording, and so its reading, is inferred."""
        return self.source.startswith("inferred")


class Sessions(_Entry):
    """How a server's lines belong together: by the ids of messages and processes if ``entry`` is given, else by the order they come in.

    Attributes:
        order: the kinds of event of one incoming connection, in their order.
        opens: the kind with which the connection itself is established; before it, kinds may repeat.
        message: the kind that ends a message's entry; another one begins the connection's next message.
        alone: kinds that make a transaction by themselves.
        outside: kinds that belong to no transaction.
        entry: kinds with which a message enters under its id; its line says who the client is.
        closes: kinds with which a connection ends.
        finishes: kinds after which a message's id may be given to another.
        children: kinds that name another message made of this one (``next_queue_id``): a bounce, a forward.
        no_ids: what stands in place of an id while there is none.
        shared_daemons: programs that serve many clients in one process.
        fetch: how the rest of a message's lines is searched for, ``{queue_id}`` filled in.
    """

    order: tuple[Name, ...] = ()
    opens: Name | None = None
    message: Name | None = None
    alone: tuple[Name, ...] = ()
    outside: tuple[Name, ...] = ()
    entry: tuple[Name, ...] = ()
    closes: tuple[Name, ...] = ()
    finishes: tuple[Name, ...] = ()
    children: tuple[Name, ...] = ()
    no_ids: tuple[str, ...] = ()
    shared_daemons: tuple[Daemon, ...] = ()
    fetch: str | None = None


class Profile(_Entry):
    """What a server always does: facts that hold for it, and facts that never can."""

    always: tuple[Name, ...] = ()
    never: tuple[Name, ...] = ()
    why: dict[Name, str] = {}


class MessageFile(_Entry):
    """``messages/<server>.yaml``: a server's name, profile and messages.

    Further files of the same server, ``messages/<server>-<part>.yaml``, say ``server``, ``daemons`` and ``messages`` alone.

    Attributes:
        server, name, versions, shapes: which server it is, and the shapes in which its lines begin.
        daemons: the programs whose lines these messages are; none: lines that name no program.
        companion: a program that works beside a mail server: its lines are read in a paste of any, and its own name is told only where
            no mail server's lines are.
        fallback: it stands for mail servers that nobody listed: its messages, known by their parts, are read where no other server's are.
        pieces: parts of patterns that ``%{name}`` stands for, in all files of the server.
        fields: patterns for parts of a line that take the place of those of ``words.yaml``.
        profile, sessions, fetch_lines: what it always does, how its lines belong together, how to get more of them.
        messages: what it writes.
    """

    server: Name
    name: Both
    versions: tuple[str, ...] = ()
    shapes: tuple[Name, ...]
    daemons: tuple[Daemon, ...] = ()
    companion: bool = False
    fallback: bool = False
    pieces: dict[Name, str] = {}
    fields: dict[Name, Pattern] = {}
    profile: Profile = Profile()
    sessions: Sessions = Sessions()
    fetch_lines: Both | None = None
    messages: tuple[Message, ...]

    def writer_of(self, message: Message) -> str | None:
        """Return a program that writes a message, None where lines of this server name none."""
        return next(iter((*message.daemons, *self.daemons)), None)


class WordsFile(_Entry):
    """``messages/words.yaml``: groups of words, in all languages together, and patterns for the parts of a line."""

    words: dict[Name, tuple[Text, ...]]
    fields: dict[Name, Pattern]


class Rule(_Entry):
    """``diagnoses/<id>.yaml``: when a verdict holds; see ``bot.diagnosis`` for how rules work together.

    Attributes:
        verdict, severity, certainty: what it concludes.
        of: the subject it is about.
        when: facts that must hold as given.
        unless: facts that silence the rule when one of them is known to be as given.
        over: rules that this one beats when both hold and neither contains the other.
        beside: rules with another verdict of the same severity that may be told together with this one; ``any`` where it speaks of a line
            of its own.
        explains: verdicts of narrower subjects that this one explains away.
        decisive: the facts whose lines are the evidence.
        doubts: innocent (or other) readings, from ``doubts.yaml``.
        cautions: what to keep in mind, from ``cautions.yaml``.
        settings: pages for each server, in the order they are told.
    """

    verdict: Name
    severity: Severity
    certainty: Certainty
    of: Subject = "transaction"
    when: dict[Name, bool]
    unless: dict[Name, bool] = {}
    over: tuple[Name, ...] = ()
    beside: tuple[Name, ...] = ()
    explains: tuple[Name, ...] = ()
    decisive: tuple[Name, ...] = ()
    doubts: tuple[Name, ...] = ()
    cautions: tuple[Name, ...] = ()
    settings: dict[Name, tuple[str, ...]] = {}


class Doubt(_Entry):
    """``doubts.yaml``: another reading of the same lines; not told once a fact in ``unless`` is known to be as given."""

    says: Both
    unless: dict[Name, bool] = {}


class Caution(_Entry):
    """``cautions.yaml``: what to keep in mind, told when the answer has the given servers, events or fields."""

    says: Both
    servers: tuple[Name, ...] = ()
    field: dict[Name, tuple[str, ...]] = {}
    verdicts: tuple[Name, ...] = ()
    unless_verdicts: tuple[Name, ...] = ()
    severity: tuple[Severity, ...] = ()
    source: Both


class Observation(_Entry):
    """``observations.yaml``: what is odd or ordinary about a transaction in question, told when the facts are as given.

    ``null`` stands for unknown. ``missing`` names what the paste must not show of the transaction. One that is told ``anywhere`` is told
    of the first transaction that it holds for, were it not the one in question.
    """

    says: Both
    when: dict[Name, bool | None] = {}
    missing: tuple[Name, ...] = ()
    verdicts: tuple[Name, ...] = ()
    servers: tuple[Name, ...] = ()
    anywhere: bool = False


class Where(_Entry):
    """The way to a setting in some versions of a server."""

    versions: Text
    path: Text


class SettingFront(_Entry):
    """Front matter of ``settings/<server>/<name>.<lang>.md``; ``aliases``, ``reading`` and ``codes`` as in ``FaqFront``."""

    title: Text
    aliases: tuple[Text, ...] = ()
    reading: Readings = ()
    codes: tuple[Code, ...] = ()
    server: Name
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] | None = None
    available: Text = "any"
    where: tuple[Where, ...] = Field(min_length=1)
    source: tuple[Text, ...] = Field(min_length=1)
    related: tuple[str, ...] = ()
    reviewed: date


class FaqFront(_Entry):
    """Front matter of ``faq/<name>.<lang>.md``.

    Attributes:
        title: the page as a question or a name.
        aliases: other ways to ask it.
        reading: how the title and the aliases that hold kanji sound, in hiragana.
        codes: reply codes and enhanced status codes that it explains.
        tags: what it is about; the first is its category.
        servers: the servers that it speaks of.
        related: ids of other pages.
        source: where what it says comes from.
        reviewed: when it was last read through.
    """

    title: Text
    aliases: tuple[Text, ...] = Field(min_length=3)
    reading: Readings = ()
    codes: tuple[Code, ...] = ()
    tags: tuple[Name, ...] = ()
    servers: tuple[Name, ...] = ()
    related: tuple[str, ...] = ()
    source: tuple[Text, ...] = Field(min_length=1)
    reviewed: date


class DiagnosisFront(_Entry):
    """Front matter of ``diagnoses/<name>.<lang>.md``: the first sentence of the answer, and what it is when that is not certain."""

    headline: Text
    headline_unsure: Text | None = None
    reviewed: date

    def said(self, certainty: Certainty) -> str:
        """Return the first sentence for a certainty."""
        return self.headline_unsure or self.headline if certainty != "certain" else self.headline


class Phrase(_Entry):
    """Something that people say: its forms in both languages together, and what it tells.

    Attributes:
        forms: one of them in a clause is enough.
        tells: for each subject (``client``, ``sender``) the facts that it tells.
        subject: what it is about where the clause does not say so.
        answer: a bare yes or no, which only answers a question and stands at the clause's beginning.
        denies: it says that something is not so; with another denial in the clause it says nothing that could be relied on.
        denied: what it tells where the clause denies it.
        weak: who says so only does not know the name; of somebody who logged in, it decides nothing.
        note: it is kept and repeated back, but decides nothing by itself.
        command: it asks for something instead of telling something.
    """

    forms: tuple[Text, ...] = Field(min_length=1)
    tells: dict[Literal["client", "sender"], dict[Name, Literal["yes", "no", "unknown"]]] = {}
    subject: Literal["client", "sender"] | None = None
    answer: bool = False
    denies: bool = False
    denied: dict[Literal["client", "sender"], dict[Name, Literal["yes", "no", "unknown"]]] = {}
    weak: bool = False
    note: Both | None = None
    command: bool = False


class DoctorCheck(_Entry):
    """What ``relaydoc doctor`` says of one check; ``{what}`` is filled in.

    Attributes:
        name: what was looked at.
        well: it is as it should be.
        absent: it is not there, and need not be.
        unwell: it is wrong.
        cure: how to mend what is wrong.
        advice: why and how to have what is not there.
    """

    name: Both
    well: Both
    absent: Both | None = None
    unwell: Both | None = None
    cure: Both | None = None
    advice: Both | None = None

    @model_validator(mode="after")
    def _with_its_cure(self) -> DoctorCheck:
        if self.unwell and not self.cure:
            raise ValueError("what can be unwell needs a cure")
        return self


class DoctorFile(_Entry):
    """``interface/doctor.yaml``: the sentences of ``relaydoc doctor``, by check."""

    checks: dict[Name, DoctorCheck]
    headings: dict[Name, Both]


class SearchFile(_Entry):
    """``search.yaml``: what the search knows of how people ask.

    Attributes:
        same: for each concept its words and phrases in any language; a Latin one ending in ``*`` may go on.
        idle: words and phrases of each language that say nothing about what is sought.
        pinned: ids of the pages that are suggested before anything is typed.
    """

    same: dict[Name, tuple[Text, ...]] = {}
    idle: dict[Lang, tuple[Text, ...]] = {}
    pinned: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _each_word_once(self) -> SearchFile:
        named: dict[str, str] = {}
        for name, words in self.same.items():
            for word in words:
                if named.setdefault(word.casefold(), name) != name:
                    raise ValueError(f"same: {word!r} stands under {named[word.casefold()]} and under {name}")
        return self


class Thresholds(_Entry):
    """From which score on a page is the answer, how far before the next one, and from which on it is asked about."""

    hi: float
    margin: float
    lo: float


class CalibrationFile(_Entry):
    """``calibration.yaml``, written by ``relaydoc knowledge calibrate``: thresholds for these pages, and how well they do.

    ``figures`` tells for each mode and each half of the questions what share was reached, with its interval.
    """

    made: date
    pages: int
    questions: int
    lexical: Thresholds
    semantic: Thresholds
    figures: dict[Literal["lexical", "semantic"], dict[Literal["tuning", "test"], dict[str, Text]]] = {}


class Question(_Entry):
    """One entry of ``questions/<name>-<lang>.yaml``: a question as people ask it, and the page that it wants.

    Attributes:
        text: the question.
        wants: the id of the page, or of several of which any is right; null if no page answers it.
        kind: why none does.
        note: what is to be known about the entry.
    """

    text: Annotated[str, StringConstraints(min_length=1)]
    wants: tuple[Text, ...] = ()
    kind: Text | None = None
    note: Text | None = None

    @field_validator("wants", mode="before")
    @classmethod
    def _one_or_several(cls, wanted: Any) -> Any:
        return () if wanted is None else (wanted,) if isinstance(wanted, str) else wanted


class RedactionFile(_Entry):
    """``redaction.yaml``: what names nobody and stays, and the words by which accounts and secrets are known; see the file."""

    domains: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()
    users: tuple[Text, ...] = ()
    second_levels: tuple[Text, ...] = ()
    own_suffixes: tuple[Text, ...] = ()
    file_endings: tuple[Text, ...] = ()
    files: tuple[Text, ...] = ()
    user_keys: tuple[Text, ...] = ()
    secret_keys: tuple[Text, ...] = ()


class ToldFile(_Entry):
    """``told.yaml``: what people say about their case, in the order in which phrases are tried.

    ``denials`` make a phrase say the opposite: ``before`` it or anywhere in English, ``after`` it in Japanese. ``hedges`` make a clause
    hearsay, supposition or condition, which tells nothing.
    """

    phrases: dict[Name, Phrase]
    subjects: dict[Literal["client", "sender", "recipient"], tuple[Text, ...]]
    blocks: dict[Literal["first", "last"], tuple[Text, ...]]
    mail_programs: tuple[Text, ...] = Field(alias="mail-programs")
    mail_program_note: Both = Field(alias="mail-program-note")
    site: dict[Literal["domains", "networks", "gateways", "versions"], tuple[Text, ...]]
    attributions: tuple[Text, ...]
    denials: dict[Literal["before", "after"], tuple[Text, ...]]
    hedges: tuple[Text, ...]
