"""The names of months as the languages of the world write them in log stamps.

Taken from ``abmon`` (what ``strftime`` writes for ``%b``) of the GNU C library's locales, which follow Unicode's CLDR. Croatian is left
out, since its *lip*, *srp* and *lis* are other months in Polish and Czech.
"""

from __future__ import annotations

_NAMES = (
    "jan janv jän ene gen ian jaan led oca saus sij sty tammi ιαν січ янв яну",
    "feb febr fev févr helmi lut úno şub vas veebr φεβ лют фев",
    "mar mars mrt mär märz märts márc bře kov maalis μαρ бер мар мрт",
    "apr april abr avril bal dub huhti kwi nis ápr απρ апр кві",
    "may mai mag maj mei máj geg kvě touko μαΐ май мая тра",
    "jun june juni juin giu cze haz iun juuni jún jūn kesä birž čen ιουν июн чер юни",
    "jul july juli juil lug lip heinä iul juuli júl jūl liep tem čec ιουλ июл лип юли",
    "aug ago agu août avg ağu elo rugp sie srp αυγ авг сер",
    "sep sept set eyl rugs syys szept wrz zář σεπ вер сен сеп",
    "oct okt ott out eki loka paź spal říj οκτ жов окт",
    "nov kas lapkr lis marras νοε лис ное ноя",
    "dec dez des dic déc dets ara gru gruod joulu pro δεκ гру дек",
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
# Full English names stand in stamps that a person's settings made; the rest of the word is read over.
MONTH = r"(?:(?P<month_name>" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")[a-z]{0,6}\.?|(?P<month>1[0-2]|[1-9])(?:月|월))"
"""The pattern of a month's name, with ignored case, or of its number as East Asian languages write it."""


def month_of(name: str) -> int:
    """Return the number of a month by its name, 0 if there is none."""
    folded = name.lower()
    return _NUMBERS.get(folded) or _NUMBERS.get(folded[:3], 0)
