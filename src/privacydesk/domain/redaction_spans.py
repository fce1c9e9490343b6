"""Places in a text that are found, and what is done with several of them: one type, pure steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_phones import Place
from privacydesk.domain.redaction_plain import Plain

FILLER: Final = "\u2588"
"""What hides a character while the rest is searched again; no pattern may run across it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text. `value`: what it says, the same for every writing of it."""

    start: int
    end: int
    kind: FindingKind
    value: str


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, overlapping ones as one; the longest says what it is."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.end <= span.start:
            continue
        if found and span.start < found[-1].end:
            last = found[-1]
            if span.end > last.end:
                longer = max(last, span, key=lambda s: s.end - s.start)
                same = last.value == span.value
                value = last.value if same else f"{last.value} {span.value}"
                found[-1] = Span(last.start, span.end, longer.kind, value)
        else:
            found.append(span)
    return found


def spans_of(places: Iterable[Place]) -> list[Span]:
    return [Span(place.start, place.end, place.kind, place.value) for place in places]


def placed(spans: Iterable[Span], plain: Plain) -> Iterator[Span]:
    """Spans of the plain form, in the text as it was written."""
    for span in spans:
        yield Span(*plain.place(span.start, span.end), span.kind, span.value)


def without(span: Span, places: list[tuple[int, int]]) -> Iterator[Span]:
    """What is left of a span outside of these places."""
    at = span.start
    for start, end in sorted(places):
        if end <= at or start >= span.end:
            continue
        if at < start:
            yield Span(at, start, span.kind, span.value)
        at = end
    if at < span.end:
        yield Span(at, span.end, span.kind, span.value)


def filled(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], FILLER * (span.end - span.start)]
        at = span.end
    return "".join((*parts, text[at:]))
