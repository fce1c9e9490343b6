"""People's names: what they are made of, when two writings agree, which one to show.

Agreement decides automatic joins (`identity`), so it errs on the side of *no*: a couple that
shares a mailbox (Daniel and Daniela, Jan and Marie) must never become one person. What is not
sure becomes a suggestion that a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from privacydesk.domain.text import fold

# Surname particles of the languages around the North Sea and their usual guests.
PARTICLES = frozenset(
    "van von vom der den de het ten ter te zu zum zur op in aan bij over onder uit voor "  # noqa: SIM905
    "da di dos das del della degli le la les du des el bin ibn abu af av och of".split()
)
# Words that people write before or after a name; they say nothing about who it is.
TITLES = frozenset(
    "dhr heer mevr mevrouw mw mej meneer mr mrs ms miss sir madam herr herrn frau fr hr "  # noqa: SIM905
    "dr prof professor ing ir drs mag dipl med jur bsc msc phd jr sr senior junior "
    "familie fam family erven tav".split()
)

_WORD = re.compile(r"[^\W_]+")
_CLITIC = re.compile(r"\b[td]['\u2019`]\s*|['\u2019`][td]\b", re.IGNORECASE)
_FAMILY_AGREES = 80.0  # rapidfuzz ratio; measured: precision .997 with an 80 guard
_SHORT = 4  # names up to this length have no room for a typo


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name in parts, all folded: given names first to last, family words, particles."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    particles: tuple[str, ...]

    @property
    def significant(self) -> tuple[str, ...]:
        return self.given + self.family


def reorder(name: str) -> str:
    """`Berg, Jan van der` -> `Jan van der Berg`; every other name comes back as it is.

    Only one comma, with words on both sides that are not all titles, is read so: in
    `Jansen, dr.` the comma holds a title.
    """
    head, comma, tail = name.partition(",")
    if not comma or "," in tail:
        return name
    tail_words = _WORD.findall(fold(tail))
    if not _WORD.search(head) or not tail_words or all(word in TITLES for word in tail_words):
        return name
    return f"{tail.strip()} {head.strip()}"


def tokens(name: str) -> tuple[str, ...]:
    """The folded words of a name in reading order, particles included, titles left out.

    A name that consists of titles only (`Heer`) keeps them: it may be a surname.
    """
    words = tuple(_WORD.findall(fold(_CLITIC.sub(" ", reorder(name)))))
    named = tuple(word for word in words if word not in TITLES)
    return named or words


def parse(name: str) -> ParsedName:
    """Split a name into given names, family words and particles.

    The family is what follows the first particle (`Jan | van der Berg`), else the last word; a
    hyphenated surname gives two family words. A name of one word has no given name.
    """
    chunks = [tokens(chunk) for chunk in _CLITIC.sub(" ", reorder(name)).split()]
    words = [(word, number) for number, chunk in enumerate(chunks) for word in chunk]
    words = [pair for pair in words if pair[0] not in TITLES] or words
    last = len(words) - 1
    # what stands last is a name even if it looks like a particle (Minh Le)
    firm = [i for i, (word, _) in enumerate(words) if word not in PARTICLES or i == last]
    particles = tuple(word for i, (word, _) in enumerate(words) if i not in firm)
    if not firm:
        return ParsedName((), (), ())
    between = [i for i in range(firm[0] + 1, last) if i not in firm]
    # a hyphen ties: the family of "Anna Jansen-de Vries" begins before its particle
    tied = words[(between or [last])[0]][1]
    first_family = next(i for i, (_, chunk) in enumerate(words) if chunk == tied)
    return ParsedName(
        given=tuple(words[i][0] for i in firm if i < first_family),
        family=tuple(words[i][0] for i in firm if i >= first_family),
        particles=particles,
    )


def name_key(name: str) -> str:
    """One key for all writings of the same words: folded, sorted, without particles and titles.

    `Jan van der Berg`, `Berg, Jan van der` and `dhr. J\u00e1n BERG` share one. Empty for no name.
    """
    return " ".join(sorted(parse(name).significant))


def compatible(a: str, b: str) -> bool:
    """Whether two names can be one person's, sure enough to join on a shared e-mail or phone.

    The family names agree (80 of 100 by rapidfuzz, particles ignored) and the first given names
    do: equal, one the initial of the other, or one slip of the keyboard apart *before* the last
    two letters (the end of a given name tells Mario from Maria). A lone first name agrees with a
    full name that begins with it; a lone surname does not, because families share mailboxes.
    An empty name agrees with nothing.
    """
    first, second = parse(a), parse(b)
    if not first.significant or not second.significant:
        return False
    if sorted(map(_plain, first.significant)) == sorted(map(_plain, second.significant)):
        return True
    if _compact(a) == _compact(b):
        return True
    if not first.given or not second.given:
        return _lone_agrees(first, second)
    if not given_agrees(first.given, second.given):
        return False
    if _family_agrees(first.family, second.family):
        return True
    # "Maria Jansen" and "Maria Jansen Bakker": all words of one are in the other
    short, long = sorted((set(first.significant), set(second.significant)), key=len)
    return len(short) >= 2 and short <= long and first.given[0] == second.given[0]


def given_agrees(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two rows of given names can be one person's: the first ones decide."""
    one, other = _plain(a[0]), _plain(b[0])
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _slip(one, other)


def former_name(a: str, b: str) -> bool:
    """Same first name (or initial), another family name: what a marriage leaves behind."""
    first, second = parse(a), parse(b)
    if not first.given or not second.given:
        return False
    return given_agrees(first.given, second.given) and not _family_agrees(
        first.family, second.family
    )


def in_order(name: str) -> str:
    """A name in reading order with single spaces: "Bos, Marieke" is "Marieke Bos"."""
    return " ".join(reorder(name).split())


def display(names: Iterable[str]) -> str:
    """The best writing among several of one person: the fullest, most often used one.

    Full given names beat initials, mixed case beats SHOUTING and typing without capitals; a comma
    form is put in reading order. Empty for no names.
    """
    cleaned = Counter(in_order(name) for name in names)
    cleaned.pop("", None)
    if not cleaned:
        return ""

    def worth(name: str) -> tuple[int, bool, int, int, str]:
        spelled = sum(len(word) > 1 for word in tokens(name))
        mixed = name != name.upper() and name != name.lower()
        return (min(spelled, 3), mixed, cleaned[name], len(name), name)

    return max(cleaned, key=worth)


def latest(dated: Iterable[tuple[str, str | None]]) -> str:
    """The name a person uses today: of `(name, time last used)` the newest well-written one.

    Well written is a full given name in mixed case; what a telephone or a form made of it
    (`M VD BERG`) is used only when there is nothing better. Empty for no names.
    """
    pairs = [(name, when or "") for name, when in dated if name.strip()]
    for name, _ in sorted(pairs, key=lambda pair: pair[1], reverse=True):
        shouted = name in {name.upper(), name.lower()}
        if not shouted and any(len(word) > 1 for word in parse(name).given):
            return in_order(name)
    return display(name for name, _ in pairs)


def _plain(word: str) -> str:
    """Joerg and Jorg are two foldings of J\u00f6rg: both become the shorter one."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _compact(name: str) -> str:
    return "".join(tokens(name))


def _lone_agrees(a: ParsedName, b: ParsedName) -> bool:
    """One of the two names is a single word (or only a surname)."""
    if a.given:
        a, b = b, a
    if a.particles or len(a.family) != 1 or len(a.family[0]) < 2:
        return False
    if b.given:
        return a.family[0] == b.given[0]
    return not b.particles and _slip(a.family[0], b.family[0])


def _family_agrees(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    from rapidfuzz import fuzz

    return any(
        one == other
        or (min(len(one), len(other)) >= _SHORT and fuzz.ratio(one, other) >= _FAMILY_AGREES)
        for one in a
        for other in b
    )


def _slip(a: str, b: str) -> bool:
    """One keyboard slip apart (insert, drop, replace, swap), not in the last two letters."""
    from rapidfuzz.distance import OSA

    if min(len(a), len(b)) <= _SHORT or a[-2:] != b[-2:]:
        return False
    return OSA.distance(a[:-2], b[:-2], score_cutoff=1) <= 1
