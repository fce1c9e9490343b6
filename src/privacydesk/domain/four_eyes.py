"""Four eyes: who releases an answer has not made it (access checklist A30, a house rule).

Making it is more than writing the draft: the text of a letter, a fact stated for it, the reason
why a problem may stand, and what others' data stay in are the answer as well. Pure: who did what
is read elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from privacydesk.domain.checklist import Problem
from privacydesk.domain.document_kinds import command_of, in_words

_UNSEEN: Final = frozenset(
    chr(code)
    for low, high in (
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x115F, 0x1160),  # fillers of Hangul
        (0x17B4, 0x17B5),  # inherent vowels of Khmer
        (0x180B, 0x180F),  # variation selectors of Mongolian
        (0x2800, 0x2800),  # Braille without a dot
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFFA0, 0xFFA0),
        (0xE0000, 0xE0FFF),  # tags, more variation selectors, reserved
    )
    for code in range(low, high + 1)
)
"""Characters without a shape that are neither format nor control characters (of the property
Default_Ignorable_Code_Point, UAX #44, and the empty Braille pattern)."""


def unseen(character: str) -> bool:
    """Whether nothing of a character is seen; white space is not meant."""
    if character.isspace():
        return False
    return character in _UNSEEN or unicodedata.category(character) in ("Cf", "Cc")


def operator_key(name: str) -> str:
    """A name by which the same operator is recognised: `ANNA`, ` anna `, full-width `ａｎｎａ` and
    one with a soft hyphen or another character that is not seen are one."""
    name = "".join(character for character in name if not unseen(character))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True)
class Work:
    """Who made what is to be released; names as the operators gave them.

    `drafts`, `texts`, `facts`: (kind of document, who) of the draft, of the edited text of a
    letter in use, of a fact stated for it. `explanations`: (key, who) of those that lift a
    blocking problem. `deciders`: who decided findings, files or rulings of the answer.
    """

    drafts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    explanations: tuple[tuple[str, str], ...] = ()
    deciders: tuple[str, ...] = ()

    @property
    def contributors(self) -> tuple[str, ...]:
        """Everybody who had a part, each once, in the order of their names."""
        found: dict[str, str] = {}
        for who in (*self._named(), *self.deciders):
            found.setdefault(operator_key(who), who)
        return tuple(found[key] for key in sorted(found))

    def _named(self) -> Iterator[str]:
        for pairs in (self.drafts, self.texts, self.facts, self.explanations):
            yield from (who for _, who in pairs)


def objections(work: Work, releasing: str, reference: str = "REF") -> tuple[Problem, ...]:
    """Why this operator must not release the answer, each with what to do."""
    return tuple(_objections(work, operator_key(releasing), reference))


def _objections(work: Work, me: str, reference: str) -> Iterator[Problem]:
    for kind in _mine(work.drafts, me):
        what, taken_over = f"wrote the draft of the {in_words(kind)}", "preparing it again"
        yield _own_part(what, taken_over, command_of(kind, reference))
    for kind in _mine(work.texts, me):
        what, taken_over = f"edited the text of the {in_words(kind)}", "editing it"
        yield _own_part(what, taken_over, f"{command_of(kind, reference)} --edit FILE")
    for kind in _mine(work.facts, me):
        what, taken_over = f"stated facts for the {in_words(kind)}", "stating them"
        yield _own_part(what, taken_over, f"{command_of(kind, reference)} --set FACT=VALUE")
    for key in _mine(work.explanations, me):
        what, taken_over = f"gave the explanation of {key}", "explaining it again"
        yield _own_part(what, taken_over, f"case explain {reference} {key} --reason WHY")
    if work.deciders and {operator_key(who) for who in work.deciders} == {me}:
        what, taken_over = "decided alone about findings, files and rulings", "deciding a part"
        yield _own_part(what, taken_over, f"case redact {reference}")


def _own_part(what: str, taken_over: str, command: str) -> Problem:
    return Problem(
        "A30",
        f"Who releases it {what}.",
        mend=f"Another person releases it, or takes it over by {taken_over}.",
        command=command,
    )


def _mine(pairs: Iterable[tuple[str, str]], me: str) -> tuple[str, ...]:
    """What this operator did, each thing once."""
    return tuple(dict.fromkeys(what for what, who in pairs if operator_key(who) == me))
