"""What goes into the search tables: pure functions from stored values to indexed text.

Index and query use the same folding and the same idea of a word, so a word that can be typed can
be found. All results are lower-case ASCII: the tokenizer of SQLite has nothing left to decide.
Any change here raises `schema.INDEX_VERSION`: the old text is needed to take an entry out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from privacydesk.domain.names import PARTICLES
from privacydesk.domain.text import fold, fold_variants
from privacydesk.store.search.fields import free_values

_WORD = re.compile(r"[^\W_]+")
DELETE_PREFIX = 8  # typos are looked for in the first characters of a word
TYPO_MIN = 4  # shorter words have too many neighbours: forgiven only when nobody fits whole
SHORT_TYPO_MIN = 3  # two letters are one slip away from half the alphabet


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def name_words(names: Iterable[str], *, compounds: bool = False) -> str:
    """The searchable form of names or addresses: each word in every folding, once, sorted.

    `Jörg Müller` gives `joerg jorg mueller muller`. With `compounds` a surname is also written
    together with its particles: `van den Berg` adds `vandenberg`.
    """
    found: set[str] = set()
    for name in names:
        for variant in fold_variants(name):
            row = words(variant)
            found.update(row)
            if compounds:
                found.update(joined for joined, _ in joined_particles(row))
    return " ".join(sorted(found))


def joined_particles(row: list[str]) -> Iterator[tuple[str, str]]:
    """(word written together with the particles before it, the word) for each that has some."""
    before: list[str] = []
    for word in row:
        if word in PARTICLES:
            before.append(word)
            continue
        if before:
            yield "".join([*before, word]), word
        before = []


def search_text(
    title: str,
    text: str,
    details: Any,
    messages: Iterable[tuple[str, str]],
    payloads: Iterable[Any] = (),
) -> str:
    """The searchable form of a record: title, text, detail values, and lines with their authors.

    `messages` are (author or "", text). `payloads` are the source's own fields, of the record and
    of its lines: of these what says something about people and is not in the rest already. Words
    that fold in two ways (`Größe`) are appended in their second form, so that phrases of the first
    stay whole.
    """
    parts = [title, text, *_leaves(details)]
    for author, line in messages:
        if author:
            parts.append(author)
        parts.append(line)
    parts += free_values(payloads, parts, words)
    whole = "\n".join(part for part in parts if part)
    found = words(whole)
    if not whole.isascii():
        first = set(found)
        found += [
            word
            for variant in fold_variants(whole)[1:]
            for word in dict.fromkeys(words(variant))
            if word not in first
        ]
    return " ".join(found)


def part_key(value: str) -> str:
    """A device number without its separators, as its parts are searched: `aa:bb` is `aabb`."""
    return "".join(_WORD.findall(value.lower()))


def text_hash(body: str) -> int:
    """A signed 64-bit fingerprint of an indexed body (it proves equality, not content)."""
    return int.from_bytes(hashlib.blake2b(body.encode(), digest_size=8).digest(), signed=True)


def vocabulary_terms(*columns: str) -> set[str]:
    """The words of indexed columns that the vocabulary lists: not single letters, not numbers."""
    return {
        word
        for column in columns
        for word in column.split()
        if len(word) > 1 and not word.isdigit()
    }


def deletes(term: str) -> set[str]:
    """The term's first characters, and these with one left out: two words one slip apart share
    at least one. Empty for words too short to guess at."""
    if len(term) < SHORT_TYPO_MIN or any(char.isdigit() for char in term):
        return set()
    head = term[:DELETE_PREFIX]
    return {head, *(head[:i] + head[i + 1 :] for i in range(len(head)))}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
