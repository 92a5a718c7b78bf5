"""``told.yaml`` and ``redaction.yaml``: what people say about their case, and what of it names somebody."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.library.schema.basics import Both, Entry, Name, PasteKind, Text


class Phrase(Entry):
    """Something that people say: its forms in both languages together, and what it tells.

    Attributes:
        forms: one of them in a clause is enough.
        tells: for each subject (``client``, ``sender``, ``recipient``) the facts that it tells.
        subject: what it is about where the clause does not say so.
        answer: a bare yes or no, which only answers a question and stands at the clause's beginning.
        denies: it says that something is not so; with another denial in the clause it says nothing that could be relied on.
        denied: what it tells where the clause denies it.
        hearsay: it counts though it is somebody's word only: the owner of a name knows what they did.
        owners_word: with one of these in the clause it is such a word of the owner, and counts; without, hearsay is only supposed.
        links: one of these has to stand in the clause, too, unless it answers a question or names what it is about: a colleague may only
            have asked about the log, and a provider only have written.
        perhaps: where it is only supposed, or heard from others, what it tells is not known, and asked for before anything is concluded.
        unless: with one of these in the clause it is not what is said: "is our customer" is none of ours.
        weak: who says so only does not know the name; of somebody who logged in, it decides nothing.
        note: it is kept and repeated back, but decides nothing by itself.
        command: it asks for something instead of telling something.
    """

    forms: tuple[Text, ...] = Field(min_length=1)
    tells: dict[Literal["client", "sender", "recipient"], dict[Name, Literal["yes", "no", "unknown"]]] = Field(default_factory=dict)
    subject: Literal["client", "sender", "recipient"] | None = None
    answer: bool = False
    denies: bool = False
    denied: dict[Literal["client", "sender", "recipient"], dict[Name, Literal["yes", "no", "unknown"]]] = Field(default_factory=dict)
    links: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()
    perhaps: bool = False
    weak: bool = False
    hearsay: bool = False
    owners_word: tuple[Text, ...] = ()
    note: Both | None = None
    command: bool = False


class PaperPhrase(Entry):
    """What people say beside a paper that is no log, or a complaint.

    Attributes:
        papers: the kinds for which it counts.
        tells: what it tells of each message.
        forms: the forms of it, in small letters.
        asked: it counts in a clause that asks, too, which takes it for granted ("is our server open?").
        hearsay: it counts though somebody else is said to have said it, as the owner of an account is.
        of_mail: a form in Latin letters counts only where what was not sent or written is mail.
    """

    papers: tuple[PasteKind | Literal["report"], ...]
    tells: dict[Name, Literal["yes", "no", "unknown"]]
    forms: tuple[Text, ...]
    hearsay: bool = False
    asked: bool = False
    of_mail: bool = False


class OwnerPhrases(Entry):
    """How the owner of a log-in is said not to have sent something: ``denials`` say so, with one of ``suppositions`` they do not.

    One in Latin letters needs an end or one of ``objects`` beside it, since people leave other things unwritten, too. ``abandoned`` say
    that nobody uses a log-in any more, if it is named, or one of ``accounts`` is; ``doubts`` that its owner can hardly have used it;
    ``strange_addresses`` that the asker does not know where it came from, with one of ``accounts``, of ``logging_in`` or the name.
    """

    denials: tuple[Text, ...] = Field(min_length=1)
    doubts: tuple[Text, ...] = ()
    strange_addresses: tuple[Text, ...] = Field((), alias="strange-addresses")
    logging_in: tuple[Text, ...] = Field((), alias="logging-in")
    objects: tuple[Text, ...] = Field(min_length=1)
    suppositions: tuple[Text, ...] = Field(min_length=1)
    abandoned: tuple[Text, ...] = Field(min_length=1)
    accounts: tuple[Text, ...] = Field(min_length=1)


class ProgramPhrases(Entry):
    """What is said of mail that a program of this machine sent: that nobody knows of it (``unknown``), or nothing writes it (``never``).

    ``masses`` say that there is far more of it than the lines show.
    """

    unknown: tuple[Text, ...] = Field(min_length=1)
    never: tuple[Text, ...] = Field(min_length=1)
    masses: tuple[Text, ...] = ()


class QueuePhrases(Entry):
    """What somebody says who looked at the queue: a clause that names it, with one of each of the others there or in the next."""

    names: tuple[Text, ...] = Field(min_length=1)
    strangers: tuple[Text, ...] = Field(min_length=1)
    many: tuple[Text, ...] = Field(min_length=1)


class ToldFile(Entry):
    """``told.yaml``: what people say about their case, in the order in which phrases are tried.

    ``everything`` makes a clause about client, sender and recipient at once. ``domains-after`` stand behind a domain that is the site's
    own. ``asides`` are what a clause is about that tells of the server, the log or a talk; a phrase with links tells nothing there.
    ``denials`` make a phrase say the opposite: ``before`` it or anywhere in English, ``after`` it in Japanese. ``hedges`` make a clause
    hearsay, supposition or condition, which tells nothing.
    """

    phrases: dict[Name, Phrase]
    papers: dict[Name, PaperPhrase] = Field(default_factory=dict)
    owners: OwnerPhrases
    programs: ProgramPhrases
    queues: QueuePhrases
    subjects: dict[Literal["client", "sender", "recipient"], tuple[Text, ...]]
    blocks: dict[Literal["first", "last"], tuple[Text, ...]]
    mail_programs: tuple[Text, ...] = Field(alias="mail-programs")
    mail_program_note: Both = Field(alias="mail-program-note")
    site: dict[Literal["domains", "networks", "gateways", "versions"], tuple[Text, ...]]
    domains_after: tuple[Text, ...] = Field(alias="domains-after")
    attributions: tuple[Text, ...]
    denials: dict[Literal["before", "after"], tuple[Text, ...]]
    everything: tuple[Text, ...]
    asides: tuple[Text, ...]
    hedges: tuple[Text, ...]
    hearsay: tuple[Text, ...] = ()


class RedactionFile(Entry):
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
