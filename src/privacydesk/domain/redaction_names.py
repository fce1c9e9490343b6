"""Names of other people in free text: from a roster of people the store knows, and after cues.

Names of people who take part in the records are found in any writing: `Bas van Dam`, `van Dam,
Bas`, `B. van Dam`, `BAS V DAM` with one slip of the keyboard, and within their own record also by
first name or surname alone, if written like a name. Other people the store knows are found by
their full, capitalised name. What stands after a cue (`mijn man ...`, `Frau ...`, `signed by ...`)
is taken for a name whoever it is. The data subject's own name is left out everywhere.

Patterns find a small part of what a trained model finds; a reviewer adds the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from privacydesk.domain.names import PARTICLES, ParsedName, name_key, parse, tokens
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_spans import Span
from privacydesk.domain.text import fold, fold_variants

_WORD: Final = re.compile(r"[^\W\d_]+")
_UPPER_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_]*")
_GAP: Final = re.compile(r"[\s.,'’`\-\u00a0\u2010-\u2013]{1,3}")
_LEAST_ALONE: Final = 3  # shorter words are found inside every language
_FUZZY: Final = 5  # letters a surname needs before one may be wrong

_FAMILY: Final = {
    "nl": "man|vrouw|vriend|vriendin|partner|echtgenoot|echtgenote|zoon|dochter|broer|zus|zusje|"
    "vader|moeder|opa|oma|oom|tante|neef|nicht|buurman|buurvrouw|buren|collega|baas|huisgenoot|"
    "kind|schoonzoon|schoondochter|schoonmoeder|schoonvader|ex",
    "de": "Mann|Frau|Freund|Freundin|Partner|Partnerin|Ehemann|Ehefrau|Sohn|Tochter|Bruder|"
    "Schwester|Vater|Mutter|Opa|Oma|Onkel|Tante|Neffe|Nichte|Nachbar|Nachbarn|Nachbarin|Kollege|"
    "Kollegen|Kollegin|Chef|Chefin|Mitbewohner|Mitbewohnerin|Kind|Schwiegersohn|Schwiegermutter",
    "en": "husband|wife|boyfriend|girlfriend|partner|son|daughter|brother|sister|father|mother|"
    "dad|mum|mom|grandfather|grandmother|uncle|aunt|nephew|niece|cousin|neighbour|neighbor|"
    "colleague|boss|flatmate|roommate|child|friend",
}
_CUE: Final = (
    rf"\b(?:(?i:mijn|m'n|onze|zijn|haar|hun)\s(?i:{_FAMILY['nl']})"
    rf"|(?i:mein|meine|meinem|meinen|meiner|unser|unsere|unserem|unserer|sein|seine|ihr|ihre)\s"
    rf"(?i:{_FAMILY['de']})"
    rf"|(?i:my|our|his|her|their)\s(?i:{_FAMILY['en']})"
    r"|(?i:dhr|heer|meneer|mevr|mevrouw|mw|mej|familie|fam)(?=[\s.])"
    r"|(?:Herrn?|Frau|Hr|Fr|Familie)(?=[\s.])"
    r"|(?:Mr|Mrs|Ms|Miss|Mister|Sir|Madam)(?=[\s.])"
    r"|(?i:(?:ondertekend|getekend|ontvangen|genomen) door|namens|t\.a\.v)"
    r"|(?i:(?:unterschrieben|unterzeichnet|angenommen|entgegengenommen|auftrag|namen) von|z\.\s?hd"
    r"|c/o)"
    r"|(?i:signed by|signed for by|received by|accepted by|behalf of|attn)"
    r"|(?<=in the )name of"
    r"|(?i:naam|name)\s?(?i:van|of|von)?\s?(?i:de|the|der|des)?\s?"
    r"(?i:buurman|buurvrouw|ontvanger|nachbarn?|nachbarin|neighbour|neighbor|recipient|empfängers?)"
    r")[.:,]?(?:\s(?i:heet|heißt|is called|is|ist))?[:\s]{1,3}"
)
# The first words of these cues, folded: a text without any of them is not looked at further.
_CUE_WORDS: Final = frozenset(
    "mijn m onze zijn haar hun mein meine meinem meinen meiner unser unsere unserem unserer sein "  # noqa: SIM905
    "seine ihr ihre my our his her their dhr heer meneer mevr mevrouw mw mej familie fam herr "
    "herrn frau hr fr mr mrs ms miss mister sir madam ondertekend getekend ontvangen genomen "
    "namens t unterschrieben unterzeichnet angenommen entgegengenommen auftrag namen z c signed "
    "received accepted behalf attn naam name".split()
)
_PARTICLE: Final = (
    r"(?i:van|von|vom|der|den|de|het|ten|ter|te|zu|zum|zur|op|in|aan|da|di|dos|del|della|la|le|du|"
    r"el|al|bin|ibn|abu|'t|\u2019t)"
)
_NAME: Final = (
    r"(?:[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’])*(?:-[^\W\d_]+){0,3}\.?"
    rf"(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,3}}"
    r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’])*(?:-[^\W\d_]+){0,3}\.?(?=\W|$)){0,3}"
    r")"
)
_CUED: Final = re.compile(
    rf"{_CUE}((?:(?i:dhr|mevr|mevrouw|mw|heer|herrn?|frau|mrs?|ms|dr|prof)\.?\s)?"
    rf"(?:{_PARTICLE}\s){{0,3}}{_NAME})"
)
# Capitalised words that follow a cue and are no name.
_NO_NAME: Final = frozenset(
    "ik wij we u jij je hij zij ze het de een die dat dit en of maar als ich wir sie er es der die "  # noqa: SIM905
    "das ein eine und oder aber wenn i you he she they it the a an and or but if is was has had "
    "hat ist war will wil heeft kan kann can id kunde kunden klant customer doctor team support "
    "service kundenservice klantenservice afdeling abteilung department".split()
)


@dataclass(slots=True)
class OwnNames:
    """The data subject's names: what must stay readable."""

    keys: frozenset[str]
    words: frozenset[str]
    _known: dict[str, bool] = field(default_factory=dict)  # the same names come again and again

    @staticmethod
    def of(names: Iterable[str]) -> OwnNames:
        keys: set[str] = set()
        words: set[str] = set()
        for name in names:
            for variant in fold_variants(name):
                keys.add(name_key(variant))
                words.update(_significant(parse(variant)))
        return OwnNames(frozenset(keys) - {""}, frozenset(words))

    def is_me(self, name: str) -> bool:
        """Whether every word of a written name is one of theirs; an initial stands for a word."""
        if not self.words:
            return False
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._is_me(name)
        return known

    def _is_me(self, name: str) -> bool:
        if name_key(name) in self.keys:
            return True
        written = _significant(parse(name))
        return bool(written) and all(
            word in self.words
            or (len(word) == 1 and any(mine.startswith(word) for mine in self.words))
            for word in written
        )


def _significant(name: ParsedName) -> tuple[str, ...]:
    return tuple(word for word in name.significant if word not in PARTICLES) or name.significant


@dataclass(slots=True)
class _Form:
    """A writing of a name: its folded words in order. `key`: the same for every writing."""

    words: tuple[str, ...]
    key: str
    capital: bool  # counts only when written with a capital letter
    loose: bool = False  # the last word may hold one slip


@dataclass(slots=True)
class Roster:
    """Writings of names, by their first word."""

    forms: dict[str, list[_Form]] = field(default_factory=lambda: defaultdict(list))

    def add(self, form: _Form) -> None:
        known = self.forms[form.words[0]]
        if not any(k.words == form.words and k.capital <= form.capital for k in known):
            known.append(form)
            known.sort(key=lambda f: -len(f.words))

    def find(self, text: str, words: frozenset[str]) -> Iterator[Span]:
        """The writings that stand in `text`, the longest at each place; `words`: its words."""
        forms = self.forms
        if forms.keys().isdisjoint(words):
            return
        row: Sequence[re.Match[str]] | None = None
        position = -1
        until = 0
        for match in _WORD.finditer(text):
            position += 1
            if match.start() < until:
                continue
            candidates = forms.get(_folded(match[0]))
            if candidates is None:
                continue
            if row is None:
                row = list(_WORD.finditer(text))
            for form in candidates:
                end = _matches(text, row, position, form)
                if end is not None:
                    until = row[end].end()
                    yield Span(match.start(), until, FindingKind.NAME, form.key)
                    break


def _matches(text: str, row: Sequence[re.Match[str]], at: int, form: _Form) -> int | None:
    """The position of the last word when the writing stands at `at`."""
    words = form.words
    if form.capital and not row[at][0][0].isupper():
        return None
    place = at
    for number, word in enumerate(words[1:], 1):
        place += 1
        # particles between the parts may be there or not
        while place < len(row) and _folded(row[place][0]) != word and (
            _folded(row[place][0]) in PARTICLES and place - at <= len(words) + 2
        ):  # fmt: skip
            place += 1
        if place >= len(row):
            return None
        written = _folded(row[place][0])
        last = number == len(words) - 1
        if written != word and not (form.loose and last and _slip(written, word)):
            return None
        if form.capital and last and not row[place][0][0].isupper():
            return None
    for left in range(at, place):
        if not _GAP.fullmatch(text[row[left].end() : row[left + 1].start()]):
            return None
    return place


def _key(name: str) -> str:
    """One value for all writings of a name; Jörg, Joerg and Jorg are one."""
    plain = name_key(name).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return " ".join(sorted(plain.split())) or fold(name)


def _slip(written: str, word: str) -> bool:
    if len(word) < _FUZZY or abs(len(written) - len(word)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(written, word, score_cutoff=1) <= 1


@lru_cache(maxsize=256)
def _cue_start(cue: str) -> re.Pattern[str]:
    return re.compile(rf"\b{cue}\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


class Names:
    """All names of others in the texts of one person's records."""

    def __init__(self, own: Iterable[str], involved: Iterable[str], known: Iterable[str] = ()):
        """`own`: names of the data subject. `involved`: people with a part in any record of
        theirs; `known`: other people of the store whose full name may stand in a text."""
        self.own = OwnNames.of(own)
        self._roster = Roster()
        for name in dict.fromkeys(known):
            self._add(self._roster, name, capital=True)
        for name in dict.fromkeys(involved):
            self._add(self._roster, name, capital=False)
        self._local: dict[tuple[str, ...], Roster] = {}
        self.model: Callable[[str], Iterable[tuple[int, int]]] | None = None

    def finder(self, others: Sequence[str]) -> Callable[[str], Iterator[Span]]:
        """Finds names in the texts of a record with these other people."""
        key = tuple(dict.fromkeys(others))
        local = self._local.get(key)
        if local is None:
            local = self._local[key] = self._alone(key)
        rosters = (local, self._roster) if local.forms else (self._roster,)

        def find(text: str) -> Iterator[Span]:
            words = frozenset(map(_folded, set(_WORD.findall(text.lower()))))
            for roster in rosters:
                for span in roster.find(text, words):
                    if not self.own.is_me(text[span.start : span.end]):
                        yield span
            cues = words & _CUE_WORDS
            if cues:
                yield from self.cued(text, cues)
            if self.model is not None:
                for start, end in self.model(text):
                    if not self.own.is_me(text[start:end]):
                        yield Span(start, end, FindingKind.NAME, _key(text[start:end]))

        return find

    def cued(self, text: str, cues: Iterable[str]) -> Iterator[Span]:
        """What stands after one of these cues (their first words) and is written like a name."""
        places = {m.start() for cue in cues for m in _cue_start(cue).finditer(text)}
        for place in sorted(places):
            match = _CUED.match(text, place)
            if match is None:
                continue
            start, end = match.span(1)
            words = list(_WORD.finditer(text, start, end))
            while words and _folded(words[-1][0]) in _NO_NAME:
                words.pop()
            if not words:
                continue
            end = words[-1].end()
            written = text[start:end]
            key = _key(written)
            if key and not self.own.is_me(written):
                yield Span(start, end, FindingKind.NAME, key)

    def _add(self, roster: Roster, name: str, *, capital: bool) -> None:
        for form in _forms(name, capital=capital):
            if not self.own.is_me(" ".join(form.words)):
                roster.add(form)

    def _alone(self, names: tuple[str, ...]) -> Roster:
        """First names and surnames alone, and initials: only within the record of their owner."""
        roster = Roster()
        for name in names:
            if len(_WORD.findall(name)) < 2:
                continue  # a queue, a shop, or a word of the language
            for variant in fold_variants(name):
                parsed = parse(variant)
                key = _key(name)
                for word in (*parsed.given[:1], *parsed.family):
                    if len(word) >= _LEAST_ALONE and word not in self.own.words | PARTICLES:
                        roster.add(_Form((word,), key, capital=True))
        return roster


def _forms(name: str, *, capital: bool) -> Iterator[_Form]:
    """The writings of a name of two words or more; a single word would hit the language, unless
    it is of a script that does not part names."""
    if len(_WORD.findall(name)) < 2:
        if name.strip() and not name.isascii() and len(fold(name)) >= 2 * len(name.strip()):
            yield _Form((fold(name.strip()),), _key(name), capital=False)
        return
    for variant in fold_variants(name):
        parsed = parse(variant)
        key = _key(name)
        if not parsed.given or not parsed.family:
            words = tokens(variant)
            if len(words) > 1:
                yield _Form(words, key, capital)
            continue
        given, family = parsed.given, parsed.family
        yield _Form((*given, *family), key, capital, loose=True)
        yield _Form((given[0], *family), key, capital, loose=True)
        yield _Form((*family, given[0]), key, capital)
        if len(family[-1]) >= _FUZZY - 1 and not capital:
            yield _Form((given[0][0], *family), key, capital=True)
            yield _Form((*family, given[0][0]), key, capital=True)
        if len(family) > 1:
            yield _Form((given[0], family[-1]), key, capital)


def pairs(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Neighbouring capitalised words, folded: what may be somebody's full name.

    Particles between them are skipped; the store is asked which of them it knows.
    """
    found: set[tuple[str, str]] = set()
    for text in texts:
        last: re.Match[str] | None = None
        for match in _UPPER_WORD.finditer(text):
            word = match[0]
            if len(word) < 2:
                last = None
                continue
            if last is not None and match.start() - last.end() <= 16:
                between = text[last.end() : match.start()]
                gap = between.strip(" ,\u00a0'’-")
                if not gap or all(_folded(w) in PARTICLES for w in gap.split()):
                    found.add((_folded(last[0]), _folded(word)))
            last = match
    return found
