"""``messages/``: what servers write, and how their lines belong together."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.library.schema.basics import About, Both, Daemon, Entry, Name, Pattern, Text, Tone


class Sample(Entry):
    """A line that a message must match, and the fields that must come out of it."""

    line: str
    fields: dict[Name, str] = Field(default_factory=dict)


class Parts(Entry):
    """How a line is known by its parts where its exact wording is not attested.

    Attributes:
        words: names of word groups (``messages/words.yaml``), each of which must be in the line.
        without: word groups that must not be in it.
        has: fields that must have been found in it.
        named: the line must name its parts itself (``from=<…>``, ``User: …``), as ``keys`` of ``words.yaml`` tell.
    """

    words: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()
    has: tuple[Name, ...] = ()
    named: bool = False


class Message(Entry):
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
        unfinished: it is a line that was cut off; where more of it was wrapped onto the next line, that is tried first.
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
    unfinished: bool = False
    sets: dict[Name, Text] = Field(default_factory=dict)
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


class Sessions(Entry):
    """How a server's lines belong together: by the ids of messages and processes if ``entry`` is given, else by the order they come in.

    Attributes:
        order: the kinds of event of one incoming connection, in their order.
        opens: the kind with which the connection itself is established; before it, kinds may repeat.
        message: the kind that ends a message's entry; another one begins the connection's next message.
        alone: kinds that make a transaction by themselves.
        outside: kinds that belong to no transaction.
        entry: kinds with which a message enters under its id; its line says who the client is.
        precedes: kinds whose lines stand, without an id, right before the entry of the message of this machine that they are about.
        brings: kinds whose lines name, without an id, a client by whose connection the messages after them came in.
        closes: kinds with which a connection ends.
        finishes: kinds after which a message's id may be given to another.
        children: kinds that name another message made of this one (``next_queue_id``): a bounce, a forward.
        no_ids: what stands in place of an id while there is none.
        begins: kinds with which the next message begins, in a paper that is no log.
        shared_daemons: programs that serve many clients in one process.
        by_names: lines that name their session or message are followed by these names, and only the others by the order they come in.
        fetch: how the rest of a message's lines is searched for, ``{queue_id}`` filled in.
    """

    order: tuple[Name, ...] = ()
    opens: Name | None = None
    message: Name | None = None
    alone: tuple[Name, ...] = ()
    outside: tuple[Name, ...] = ()
    entry: tuple[Name, ...] = ()
    precedes: tuple[Name, ...] = ()
    brings: tuple[Name, ...] = ()
    closes: tuple[Name, ...] = ()
    finishes: tuple[Name, ...] = ()
    children: tuple[Name, ...] = ()
    no_ids: tuple[str, ...] = ()
    begins: tuple[Name, ...] = ()
    shared_daemons: tuple[Daemon, ...] = ()
    by_names: bool = False
    fetch: str | None = None


class Profile(Entry):
    """What a server always does: facts that hold for it, and facts that never can."""

    always: tuple[Name, ...] = ()
    never: tuple[Name, ...] = ()
    why: dict[Name, str] = Field(default_factory=dict)


class MessageFile(Entry):
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
        commands: how its log is searched for an id, ``{queue_id}`` filled in: in files, in the journal, in a container's output.
        ids: what an id looks like that may stand in such a command; whatever else was pasted never does.
        messages: what it writes.
    """

    server: Name
    name: Both
    versions: tuple[str, ...] = ()
    shapes: tuple[Name, ...]
    daemons: tuple[Daemon, ...] = ()
    companion: bool = False
    fallback: bool = False
    pieces: dict[Name, str] = Field(default_factory=dict)
    fields: dict[Name, Pattern] = Field(default_factory=dict)
    profile: Profile = Profile()
    sessions: Sessions = Sessions()
    fetch_lines: Both | None = None
    commands: dict[Literal["file", "journal", "container"], Text] = Field(default_factory=dict)
    ids: Pattern = "[0-9A-Za-z]{5,20}"
    messages: tuple[Message, ...]

    @property
    def is_a_mail_server(self) -> bool:
        """Tell whether it is a mail server with a log of its own that somebody may name: no companion, fallback or other kind of paste."""
        return not (self.companion or self.fallback) and not {"syslog", "asip", "columns"}.isdisjoint(self.shapes)

    def writer_of(self, message: Message) -> str | None:
        """Return a program that writes a message, None where lines of this server name none."""
        return next(iter((*message.daemons, *self.daemons)), None)


class WordsFile(Entry):
    """``messages/words.yaml``: groups of words, in all languages together, and patterns for the parts of a line.

    ``keys`` are the names behind which a line may say its parts by itself.
    """

    words: dict[Name, tuple[Text, ...]]
    fields: dict[Name, Pattern]
    keys: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
