"""Which files of an answer hold something that is blacked out in it, and may not leave so."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.redacted import Redacted

_REMEMBERED: Final = 4096
_known: OrderedDict[tuple[str, bytes], bool] = OrderedDict()
"""What was read already, by the hashes of the file and of what was looked for: a screen and the
two documents of an answer ask for the same files again and again."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is blacked out in an answer and readable nowhere in it. `words`: as it was written;
    `find`: whether a text has some of it in another writing; `mark`: stands for all of it."""

    words: frozenset[str]
    find: Callable[[str], bool]
    mark: bytes


def hidden_in(found: Gathered, made: Redacted) -> Hidden:
    """What somebody decided to black out in the answer; what is open is not among it."""
    from privacydesk.domain.redaction import FindingState

    review = found.reviewed.review
    black: set[str] = {term.text for term in review.terms()}
    readable: set[str] = set()
    for one in made.found:
        state = review.state(one.anchor, one.value_digest)
        if state is FindingState.BLACK_OUT:
            black.add(one.text)
        elif state is FindingState.KEEP:
            readable.add(one.text.casefold())
    words = frozenset(text for text in black if text.casefold() not in readable)
    values = {(s.kind, s.value) for text in words for s in made.find(text)} - made.kept
    told = sorted((*words, *(f"{kind}:{value}" for kind, value in values)))
    return Hidden(
        words,
        lambda text: any((span.kind, span.value) in values for span in made.find(text)),
        hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).digest(),
    )


def tells(folder: Path, sha256: str, hidden: Hidden) -> bool:
    """Whether a kept file (`folder`: the files of the store) holds something of it.

    Only what a program can read is looked at, and a file that is not there tells nothing.
    """
    from privacydesk.documents.redaction import inside
    from privacydesk.store import files as kept

    if not hidden.words:
        return False
    key = (sha256, hidden.mark)
    if key not in _known:
        # a PDF that no program can read is as a picture: whoever ships it has looked
        try:
            _known[key] = inside.holds(kept.locate(folder, sha256), hidden.words, hidden.find)
        except inside.UnreadableError:
            _known[key] = False
        except OSError:
            return False  # that it cannot be read is found where it is to be copied
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _known[key]


def telling(found: Gathered, made: Redacted, going: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Which files (`going`: number and SHA-256 of what leaves for each) tell something hidden."""
    leaving = tuple(going)
    if not leaving:
        return ()
    hidden = hidden_in(found, made)
    return tuple(number for number, sha256 in leaving if tells(found.files, sha256, hidden))
