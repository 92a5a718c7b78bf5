"""The shapes in which mail servers begin a log line: a stamp, and what stands between it and the message.

Each shape is one pattern over a cleaned line (see ``cleaning``). Its name tells what it gives: ``syslog`` host, program and process id
(in as many words as it writes), ``columns`` a stamp and a message as viewers show them, ``asip`` the stamp of AppleShare IP,
``received`` a trace header, ``windows`` an event of Windows, ``bare`` a message without a stamp. What containers, ``grep`` and the like
put before it is in ``prefixes``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.paste import stamps
from bot.paste.months import MONTH

_MONTH = r"(?P<month_name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s{1,4}"
_CLOCK = (
    r"(?:(?P<before>午前|午後|AM|PM)\s{0,2})?(?P<hour>\d{1,2})(?::|時)\s?(?P<minute>\d{2})(?:(?::|分)\s?(?P<second>\d{2})秒?)?"
    r"(?:\s{0,2}(?P<after>午前|午後|[AaPp]\.?[Mm]\.?))?"
)
_DASH = r"\s{0,4}[-−–—―ー](?!\d\d:?\d\d\b)\s?"  # a date with a zone (-0500, -05:00) begins no message


class Head(NamedTuple):
    """The beginning of a log line: its shape's name, its stamp (None if it says no time that exists), host, program, process id."""

    shape: str
    when: datetime | None
    host: str | None
    program: str | None
    pid: str | None
    end: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to begin a line.

    Attributes:
        name: of the shape.
        pattern: from the line's start.
        stamp: makes the moment out of the pattern's named groups.
        whole: the pattern holds all of the line and its group ``body`` the message, which else follows.
        program: the program that writes in this shape, where the line does not name it.
    """

    name: str
    pattern: re.Pattern[str]
    stamp: Callable[[stamps.Parts], datetime | None]
    whole: bool = False
    program: str | None = None

    def head(self, line: str, start: int) -> Head | None:
        """Return how a line begins at a place, if it is in this shape."""
        found = self.pattern.match(line, start)
        if not found:
            return None
        parts = found.groupdict()
        end = found.start("body") if self.whole else found.end()
        program = parts.get("program") or parts.get("label") or self.program
        pid = parts.get("pid") or parts.get("number")
        return Head(self.name, self.stamp(parts), parts.get("host"), program, None if pid == "-" else pid, end)


def _shape(
    name: str,
    pattern: str,
    stamp: Callable[[stamps.Parts], datetime | None] = stamps.naive,
    *,
    whole: bool = False,
    program: str | None = None,
) -> _Shape:
    return _Shape(name, re.compile(r"\s{0,16}" + pattern, re.IGNORECASE), stamp, whole, program)


# ASIP's Japanese form is attested by the forum thread; the other forms of Mac OS dates are inferred from what its Date & Time panel
# offers.
_DATES = (
    r"(?P<era>平成|令和)?(?P<year>\d{1,4})年\s{0,4}(?P<month>\d{1,2})月\s{0,4}(?P<day>\d{1,2})日?\s{0,4}"
    r"(?:\(?[日月火水木金土](?:曜日?)?\)?)?",
    rf"(?:{_WEEKDAY})?{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}}),?\s{{1,4}}(?P<year>\d{{2,4}})",
    rf"(?:{_WEEKDAY})?(?P<day>\d{{1,2}})[\s/.-]{{1,4}}{_MONTH}[\s/.-]{{1,4}}(?P<year>\d{{2,4}})",
    rf"(?:{_WEEKDAY})?(?P<first>\d{{1,2}})(?P<separator>[/.])(?P<second_part>\d{{1,2}})[/.](?P<year>\d{{2,4}})",
    r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
    r"(?P<era>平成|令和|[HR])\.?(?P<year>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
)
_STAMPS = (
    *(rf"{date},?\s{{0,4}}{_CLOCK}" if date.startswith("(?P<era>平成|令和)?") else rf"{date},?\s{{1,4}}{_CLOCK}" for date in _DATES),
    *(rf"{_CLOCK},?\s{{1,4}}{date}" for date in _DATES),
    rf"(?:{_WEEKDAY})?{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}})\s{{1,4}}{_CLOCK}\s{{1,4}}(?P<year>\d{{4}})",
)
_NUMERIC = tuple(rf"{date},?\s{{1,4}}{_CLOCK}" for date in _DATES[3:5])
_ASIP = tuple(_shape("asip", stamp + _DASH) for stamp in _STAMPS)
_UNDASHED = tuple(_shape("asip", stamp + r"(?:\s{1,4}(?!\d)|$)") for stamp in _STAMPS)

# What log viewers show beside a line: its gravity, or its number and its rule.
_GRAVITY = "info|information|informational|notice|warn|warning|err|error|crit|critical|alert|emerg|debug|fatal|panic|情報|警告|エラー"
_LEVEL = rf"(?:\w{{2,9}}\.)?(?:{_GRAVITY})"
# The syslog forms are RFC 3164 section 4.1.1 and RFC 5424 section 6, what rsyslog's and syslog-ng's own templates write, busybox's and
# FreeBSD's facility before the program or the host, and journalctl's short forms (systemd, logs-show.c).
_PRI = r"(?:<\d{1,3}>(?:1\s)?\s?)?"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?"
_ZONE = r"(?:\s(?:(?-i:[A-Z]{2,5})|[+-]\d\d(?::?\d\d)?))?"
_BSD = (
    rf"{_PRI}(?:(?P<year_before>\d{{4}})\s{{1,3}})?{MONTH}\s{{1,3}}(?P<day>\d{{1,2}})日?,?\s{{1,3}}(?:(?P<year>\d{{4}})\s{{1,3}})?"
    rf"{_TIME}(?:\s(?P<year_after>(?:19|20)\d\d)(?=\s))?{_ZONE}"
)
_DAY_FIRST = rf"{_PRI}(?P<day>\d{{1,2}})\.?[\s-]{MONTH}[\s-](?:(?P<year>\d{{4}})\s)?{_TIME}{_ZONE}"
_OFFSET = r"(?:Z|\s?(?:UTC|GMT)(?![A-Z])|\s?[+-]\d\d(?::?\d\d)?(?!\d))"
_ISO = rf"{_PRI}(?P<stamp>\d{{4}}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{{1,9}})?{_OFFSET}?)(?:\s(?-i:[A-Z]{{3,5}}))?"
_FULL = r"[^\W\d_]{1,8}\.?,?\s(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?" + rf"{_OFFSET}?)(?:\s(?-i:[A-Z]{{2,5}}))?"
_EPOCH = r"(?P<stamp>1\d{9}\.\d{3,9})"
_MONOTONIC = r"\[\s{0,10}\d{1,10}\.\d{6}\]"
_FACILITY = r"(?:<?[a-z]\w{1,9}\.[a-z]{3,7}>?\s{1,4})?"
_HOST = rf"(?!{_LEVEL}\s)(?P<host>[^\s#\[(|]\S{{0,254}})(?<![:\]])\s{{1,8}}"
_PID = r"\s{0,16}\[(?P<pid>\d{1,10})\]"
_SOLARIS = r"(?:\[ID \d{1,10} \w{2,9}\.\w{3,7}\]\s)?"
_PROGRAM = rf"(?!{_LEVEL}:)(?P<program>[^\s:\[\]]{{1,128}})(?:{_PID}:?(?:\s|$)|:(?:\s|$))\s{{0,4}}{_SOLARIS}"
# In a viewer's columns a program may stand without its colon; one with a slash in it is no word of prose.
_SLASHED = r"(?P<program>[\w.-]{1,64}(?:/[\w.-]{1,64}){1,3})(?![\[:])\s{1,16}(?!\S{0,64}\[\d{1,10}\]:)"
# Without a host, or in a program's own log file.
_OWN = rf"(?!{_LEVEL}:)(?P<program>(?-i:[a-z])[\w./+@()-]{{1,127}})(?:{_PID}:?(?:\s|$)|:(?:\s|$))\s{{0,4}}"
_DATA = r'(?:-|(?:\[[^\s\]="]{1,64}(?:\s[^\s="\]]{1,64}="(?:[^"\\\]]|\\.){0,1024}"){0,32}\]){1,8})'
_RFC5424 = (
    rf"(?P<host>\S{{1,255}})\s(?P<program>[^\s:]{{1,64}})\s(?P<pid>\d{{1,10}}|-)\s\S{{1,32}}\s{_DATA}(?:\s|$)(?:\ufeff|\xef\xbb\xbf)?"
)
# Dovecot's own log file: its service, and the level word that it writes there always (src/lib/failures.c); without that word, services
# that no program of another server is called.
_DOVECOT = (
    r"(?=[a-z][a-z0-9-]{1,24}(?:\([^()]{0,320}\))?(?:<[^<>]{0,64}>){0,2}: (?:Debug|Info|Warning|Error|Fatal|Panic): "
    r"|(?:imap|pop3|submission|managesieve|sieve)-login: |lmtp\(\d{1,10}\): )"
)
# Zimbra's audit.log and mailbox.log: the level, the thread, what is known of the client, the category (%-5p [%t] [%z] %c{1} - of log4j).
_ZIMBRA = (
    r"(?-i:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s{1,2}\[[^\[\]]{1,400}(?:\[[0-9a-f:.]{2,45}\][^\[\]]{0,300})?\]\s\[(?:[a-z]{1,16}="
    r"|\]\s[a-z]\w{1,32}\s-\s)"
)
_GAP = r"\s{1,8}"
_STAMPED = (
    (_BSD, stamps.naive),
    (_ISO, stamps.iso),
    (_FULL, stamps.iso),
    (_DAY_FIRST, stamps.naive),
    (_EPOCH, stamps.epoch),
    (_MONOTONIC, stamps.nothing),
)
_SYSLOG = tuple(_shape("syslog", rf"{stamp}{_GAP}{_FACILITY}{_HOST}{_FACILITY}{_PROGRAM}", read) for stamp, read in _STAMPED)
_OTHERS = (
    _shape("syslog", rf"{_ISO}\s{_RFC5424}", stamps.iso),
    *(_shape("syslog", rf"{stamp}{_GAP}{_FACILITY}{_HOST}{_SLASHED}", read) for stamp, read in _STAMPED[:3]),
    *(_shape("syslog", rf"{stamp}{_GAP}{_FACILITY}{_SLASHED}", read) for stamp, read in _STAMPED[:3]),
    *(_shape("syslog", rf"{stamp}{_GAP}{_DOVECOT}", read, program="dovecot") for stamp, read in _STAMPED[:2]),
    *(_shape("syslog", rf"{stamp}{_GAP}{_FACILITY}{_OWN}", read) for stamp, read in _STAMPED),
    # `last message repeated 3 times` names no program, but for its host.
    *(_shape("syslog", rf"{stamp}{_GAP}{_HOST}(?=(?:last )?message repeated \d)", read) for stamp, read in _STAMPED[:3]),
    *(_shape("windows", rf"{stamp}{_GAP}(?:{_HOST})?(?P<program>[^\s:\[\]]{{1,128}}){_PID}:\s") for stamp in _NUMERIC),
    # The logs of their own that rspamd (src/libserver/logger), nginx, Roundcube, Mailu (Python's logging) and Zimbra keep.
    _shape("syslog", rf"{_ISO}\s#(?P<pid>\d{{1,10}})\([\w-]{{1,32}}\)\s", stamps.iso, program="rspamd"),
    _shape("syslog", rf"{_ISO}\s\[[a-z]{{3,8}}\]\s(?P<pid>\d{{1,10}})#\d{{1,10}}:\s", stamps.iso, program="nginx"),
    _shape("syslog", r"\[(?P<day>\d\d)-(?P<month_name>[A-Z][a-z]{2})-(?P<year>\d{4}) " + _TIME + rf"{_ZONE}\]:\s", program="roundcube"),
    _shape("syslog", rf"\[{_ISO}\]\s[A-Z]{{4,8}}\sin\s(?P<program>[a-z]\w{{1,32}}):\s", stamps.iso),
    _shape("syslog", rf"{_ISO}{_GAP}(?={_ZIMBRA})", stamps.iso, program="zimbra"),
)
# Servers of small offices: CommuniGate's log (time, level), Kerio's, hMailServer's (service, thread, session, time and address in quotes).
_OFFICE = (
    _shape("columns", rf"{_TIME}\s[0-5]\s(?=(?-i:[A-Z]{{2}})[\w-]{{1,32}}[(\s])", stamps.nothing),
    _shape("columns", r"\[(?P<day>\d\d)/(?P<month_name>[A-Z][a-z]{2})/(?P<year>\d{4})[ :]" + _TIME + rf"{_ZONE}\]\s"),
    _shape("columns", rf'"(?P<program>[A-Z][A-Z0-9]{{2,15}})"\s\d{{1,10}}\s(?:\d{{1,10}}\s)?"{_ISO}"\s"', stamps.iso),
)
# XMail's SMTP log: thirteen quoted cells, of which the third and fourth are the client and the time (SMTPLogSession in its source); and
# Apache James, by its newer versions' time, level and logger, and by its older ones' day/month/year, level and component.
_JAVA_LEVEL = r"(?-i:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) {0,2}"
_CELLS = r'(?:"[^"\t]{0,255}"\s{1,8})'
_ADDRESS_AND_TIME = r'"[0-9A-Fa-f.:]{3,45}"\s{1,8}"(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"\s{1,8}'
_LOGGER = r"(?=(?-i:[a-z]\w{0,20}(?:\.\w{1,40}){1,8})\s-\s)"
_ROWS = (
    _shape("columns", rf'(?={_CELLS}{{2}}{_ADDRESS_AND_TIME}{_CELLS}{{5}}"[A-Z]{{2,8}}=[A-Z])', stamps.iso),
    _shape("columns", rf"{_TIME}\s\[{_JAVA_LEVEL}\]\s{_LOGGER}", stamps.nothing),
    _shape("columns", rf"{_ISO}\s\[{_JAVA_LEVEL}\]\s{_LOGGER}", stamps.iso),
)
# Exim's own log files: the stamp, a process id if asked for (log_selector +pid), then the message's id (of 4.96 and older, of 4.97 and
# newer) or one of the sentences without one (log.c, and the callers of log_write in its source).
_EXIM_ID = r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})(?=\s|$)"
_EXIM_SENTENCE = (
    r"(?-i:[HU]=\S|SMTP (?:call|connection|command|protocol|syntax|data|timeout)|no (?:host name|IP address) found for|Connection from "
    r"|unexpected disconnection while|(?:rejected|refused|rejecting) |TLS (?:error|session|client)"
    r"|(?:Start|End|Abandon) queue run|exim \S{1,16} daemon"
    r"|[a-z]\w{1,31} authenticator failed|too many |Warning: |(?:spool|log) directory space check failed|cwd=\S)"
)
_EXIM_STAMP = r"(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [+-]\d{4})?)"
_EXIM = _shape("syslog", rf"{_EXIM_STAMP}\s(?:\[(?P<pid>\d{{1,10}})\]\s)?(?={_EXIM_ID}|{_EXIM_SENTENCE})", stamps.iso, program="exim")
# What multilog puts before the lines of qmail and its like, as it is and as tai64nlocal shows it (daemontools).
_MULTILOG = (
    _shape("columns", r"@(?P<stamp>4[0-9a-f]{23})\s(?=\S)", stamps.tai64n),
    _shape(
        "columns",
        r"(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9})\s(?=(?:new|info|bounce|end) msg \d|starting delivery \d|delivery \d"
        r"|status: |tcpserver: |rblsmtpd: |(?:double|triple) bounce: )",
        stamps.iso,
    ),
)
# Haraka's own output: its level, and the id of the connection by which each of its lines is led (its logger.js), with a stamp or none; and
# the console log of Domino, whose threads are named before the stamp.
_LEVELLED = r"\[(?-i:[A-Z]{4,10})\]\s{1,4}(?=\[[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}(?:\.\d{1,4}){0,3}\]\s)"
_LED = (
    _shape("columns", _LEVELLED, stamps.nothing),
    _shape("columns", rf"{_ISO}\s{{1,4}}{_LEVELLED}", stamps.iso),
    *(
        _shape("columns", rf"\[(?P<number>[0-9A-F]{{4,8}}:[0-9A-F]{{4}}-[0-9A-F]{{4,16}})\]\s{{1,4}}{stamp}\s{{1,4}}(?=\S)", stamps.naive)
        for stamp in _NUMERIC
    ),
)
_CELL = r"(?:\s{0,16}[|;,]\s{0,16}|\s{1,16})"
_COLUMN = rf"(?:\s{{0,16}}[|;,]?\s{{0,16}}\d{{1,6}})?{_CELL}[<\[]?{_LEVEL}[>\]]?{_CELL}"
_RULE = r"\s{0,16}\|\s{0,16}"
_RULED = (
    rf"{_RULE}(?:(?!{_LEVEL}{_RULE})(?P<host>[\w.-]{{1,64}}){_RULE})?(?:{_LEVEL}{_RULE})?"
    rf"(?:(?P<program>[\w.-]{{1,64}}(?:/[\w.-]{{1,64}}){{0,3}})(?:\[(?P<pid>\d{{1,10}})\])?:?{_RULE})?"
)
_LABEL = r"(?P<label>[a-z][\w./+-]{1,127})\[(?P<number>\d{1,10})\]:\s"
_COLUMNS = tuple(
    _shape("columns", rf"{stamp}(?:{_RULED}|{_COLUMN}|\s{{1,16}}(?={_LEVEL}:))(?:{_LABEL})?(?=\S)", read)
    for stamp, read in ((_ISO, stamps.iso), (_BSD, stamps.naive), *((stamp, stamps.naive) for stamp in _STAMPS))
)
# Fields between semicolons or tabs, as appliances and exports write them: what follows the stamp is the message, whatever it holds.
_DELIMITED = tuple(
    _shape("columns", rf"{stamp}(?:\s{{0,2}};\s{{0,2}}|\t)(?=[^;\t]{{1,200}}[;\t])", read)
    for stamp, read in ((_ISO, stamps.iso), (_BSD, stamps.naive), *((stamp, stamps.naive) for stamp in _STAMPS))
)
_STAMP_ALONE = tuple(
    _shape("columns", rf"{stamp}\s{{1,16}}(?=\S)", read)
    for stamp, read in ((_ISO, stamps.iso), (_BSD, stamps.naive), *((stamp, stamps.naive) for stamp in _STAMPS))
)
_RECEIVED = _shape("received", r"Received:\s(?P<body>.{1,4000};\s{0,8}(?P<stamp>[^;]{10,80}))$", stamps.mail_date, whole=True)
_SHAPES = (_EXIM, *_MULTILOG, *_LED, *_SYSLOG, *_ASIP, _RECEIVED, *_OTHERS, *_ROWS, *_COLUMNS, *_OFFICE, *_DELIMITED)
# A message that follows the program's name and process id, as it is left when the stamps were cut off.
_UNSTAMPED = _shape(
    "syslog", r"(?:(?P<host>[\w.-]{1,255})\s{1,4})?(?P<program>[a-z][\w./+-]{1,127})\[(?P<pid>\d{1,10})\]:\s", stamps.nothing
)
# What can begin a stamp at all; keeps the reading of prose cheap.
_FIRST = re.compile(
    r'\s{0,16}(?:[<\[]?[\d@]|\[\s|\[|平成|令和|[HR]\.?\d|午[前後]|[日月火水木金土] \d|"?[a-z\u00c0-\u04ff]{2}|"["\w]|received:)',
    re.IGNORECASE,
)
# Numbers, bullets and labels that people and tools put before a line: "12: ", "12  ", "1. ", "- ", "(3) ", "[3] ", "12 | ".
_DECORATION = re.compile(
    r"\s{0,8}(?:[-−–—*+・•‣◦●○■□▪»]\s{0,4}|[①-⑳]\s{0,4}|#?\d{1,6}\s{0,4}[:.)\]|,]\s{0,4}|[(\[]\d{1,6}[)\]][:.]?\s{0,4}|\d{1,6}\s{1,4}){1,2}"
)


def head_of(line: str) -> Head | None:
    """Return how a cleaned line begins, or None if it does not begin as a log line; ``end`` is where the message starts."""
    return _head(line, _SHAPES)


def head_at(line: str, start: int) -> Head | None:
    """Return how a cleaned line goes on at a place, or None if no log line begins right there."""
    if not _FIRST.match(line, start):
        return None
    return next((head for shape in _SHAPES if (head := shape.head(line, start)) is not None), None)


def undashed_head_of(line: str) -> Head | None:
    """Return how a cleaned line begins if it begins with a stamp, though without the dash that should follow; prose may begin so, too."""
    return _head(line, _UNDASHED)


def stamp_of(line: str) -> Head | None:
    """Return how a cleaned line begins if it begins with a stamp, whatever follows that; only who knows the message can tell what it is."""
    return _head(line, _STAMP_ALONE)


def unstamped_head_of(line: str, start: int = 0) -> Head | None:
    """Return how a cleaned line begins if it begins with a program's name and process id, its stamp having been cut off."""
    return _UNSTAMPED.head(line, start)


def _head(line: str, shapes: tuple[_Shape, ...]) -> Head | None:
    for start in starts_of(line):
        for shape in shapes:
            if (head := shape.head(line, start)) is not None:
                return head
    return None


def starts_of(line: str) -> list[int]:
    """Return the places where a stamp may begin in a cleaned line: the line's start, and what follows a bullet or a number before it."""
    starts = [0] if _FIRST.match(line) else []
    decoration = _DECORATION.match(line)
    if decoration and _FIRST.match(line, decoration.end()):
        starts.append(decoration.end())
    return starts
