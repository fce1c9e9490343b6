"""What the subject screen shows in its lists and panes: made from the views. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from privacydesk.domain.model import (
    Consultation,
    Identifier,
    RecordLine,
    SubjectCard,
    Suggestion,
    SuggestionState,
)
from privacydesk.tui import show
from privacydesk.tui.guard import content, one_line
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import Cell, Column, Row, clip
from privacydesk.tui.widgets.tabs import Tab

OVERVIEW, TIMELINE, IDENTIFIERS = "overview", "timeline", "identifiers"
SUGGESTIONS, CASES, LOOKED_AT = "suggestions", "cases", "looked_at"

RECORD_COLUMNS = (
    Column("when", T.subject.col_when, width=10),
    Column("kind", T.subject.col_kind, width=10, drop=2),
    Column("title", T.subject.col_title, least=34),
    Column("role", T.subject.col_role, width=10, drop=5),
    Column("source", T.subject.col_source, width=12, drop=4),
)
IDENTIFIER_COLUMNS = (
    Column("kind", T.subject.col_kind, width=14),
    Column("value", T.subject.col_value, least=24),
    Column("note", T.case.col_note, width=30, drop=2),
    Column("source", T.subject.col_source, width=14, drop=1),
)
SUGGESTION_COLUMNS = (
    Column("who", T.find.col_who, least=16),
    Column("reason", T.subject.reason, least=16),
    Column("state", T.case.col_decision, width=10, drop=1),
)
CASE_COLUMNS = (Column("ref", T.desk.col_ref, least=12),)
LOOK_COLUMNS = (
    Column("when", T.subject.col_when, width=18),
    Column("by", T.subject.col_by, width=14),
    Column("purpose", T.subject.col_purpose, least=20),
    Column("case", T.desk.col_ref, width=10, drop=1),
)

_LABEL = 16
_COUNT_BAR = 16


def tabs(card: SubjectCard, looks: int | None = None) -> list[Tab]:
    """One tab per kind that is held, the fixed ones around them."""
    texts = T.subject
    kinds = sorted(card.counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        Tab(OVERVIEW, texts.overview),
        Tab(TIMELINE, texts.timeline, sum(card.counts.values())),
        *(Tab(kind, show.kind(kind), count) for kind, count in kinds if count),
        Tab(IDENTIFIERS, texts.identifiers, len(card.identifiers)),
        Tab(SUGGESTIONS, texts.suggestions, card.open_suggestions),
        Tab(CASES, texts.cases, len(card.cases)),
        Tab(LOOKED_AT, texts.looked_at, looks),
    ]


def head(card: SubjectCard) -> list[LineLike]:
    """The lines above the tabs: who this is, where they are known, what waits."""
    texts = T.subject
    sources = list(dict.fromkeys(p.source for p in card.parties))
    values = []
    for identifier in card.identifiers:
        if identifier.value and one_line(identifier.value) not in values:
            values.append(one_line(identifier.value))
    name = content((card.name or T.words.nobody, "bold $head"))
    if card.restricted:
        name = content(name, ("   " + texts.restricted, "bold $soon"))
    lines: list[LineLike] = [
        Line(content(name, ("   " + ", ".join(sources), "$quiet")), whole=True),
        Line(content("  ".join(values[:8])), whole=True),
    ]
    if card.open_suggestions:
        said = texts.suggestions_waiting.format(n=card.open_suggestions)
        lines.append(Line(content((f"{show.HERE} {said}", "$soon")), whole=True))
    return lines


def overview(card: SubjectCard, zone: tzinfo) -> Iterator[LineLike]:
    texts = T.subject
    if card.first_at is not None:
        yield content(
            (
                texts.span.format(
                    first=show.day(card.first_at.astimezone(zone).date()),
                    last=show.day(card.last_at.astimezone(zone).date() if card.last_at else None),
                ),
                "$quiet",
            )
        )
        yield ""
    widest = max(card.counts.values(), default=1)
    for kind, count in sorted(card.counts.items(), key=lambda i: (-i[1], i[0])):
        bar = "▬" * max(1, round(count / widest * _COUNT_BAR))
        yield content(
            show.kind(kind).ljust(_LABEL), show.number(count).rjust(7) + "  ", (bar, "$primary")
        )
    yield ""
    yield content((texts.known_in, "bold $quiet"))
    for party in card.parties:
        yield Line(
            content(
                (party.name or T.words.nobody, "bold"),
                (f"  {party.source_key}", "$quiet"),
                ("  " + party.address if party.address else ""),
            ),
            content(("  " + clip(one_line(party.source), _LABEL - 2), "$head")),
        )
    yield ""
    yield content((texts.identifiers, "bold $quiet"))
    for identifier in card.identifiers:
        value, note = _value(identifier)
        label = T.words.identifier.get(identifier.kind, identifier.kind)
        yield Line(
            content(value, ("  " + note if note else "", "$soon")),
            content(("  " + label.ljust(_LABEL - 2), "$quiet")),
        )
    for label, found in ((texts.address, card.address), (texts.language, card.language)):
        if found:
            said = T.words.language.get(found, found)
            yield Line(content(said), content(("  " + label.ljust(_LABEL - 2), "$quiet")))


def _value(identifier: Identifier) -> tuple[str, str]:
    note = ""
    if identifier.value is None:
        note = T.subject.unmatched.format(note=identifier.note or "")
    elif identifier.shared_by > 1:
        note = T.subject.shared.format(n=identifier.shared_by)
    return identifier.value or identifier.raw, note


def record_row(line: RecordLine, zone: tzinfo) -> Row:
    marks = []
    if line.gone:
        marks.append(T.subject.gone)
    if line.restricted:
        marks.append(T.subject.record_restricted)
    if line.internal_notes:
        marks.append(T.subject.internal)
    title: Cell = line.title or line.source_id
    if marks:
        title = (f"{show.HERE} {', '.join(marks)} · {title}", "$soon" if line.gone else "")
    return Row(
        line.record_id,
        {
            "when": (show.iso_day(line.occurred_at, zone), "$quiet"),
            "kind": (show.kind_one(line.kind), "$head"),
            "title": title,
            "role": (T.words.role.get(line.role, line.role), "$quiet"),
            "source": (line.source, "$quiet"),
        },
    )


def identifier_rows(card: SubjectCard) -> list[Row]:
    rows = []
    for number, identifier in enumerate(card.identifiers):
        value, note = _value(identifier)
        rows.append(
            Row(
                number,
                {
                    "kind": (T.words.identifier.get(identifier.kind, identifier.kind), "$head"),
                    "value": value,
                    "note": (note, "$soon"),
                    "source": (identifier.source, "$quiet"),
                },
            )
        )
    return rows


def suggestion_row(suggestion: Suggestion, subject_id: int) -> Row:
    other = other_of(suggestion, subject_id)[1]
    state = {
        SuggestionState.OPEN: (T.case.undecided, "$soon"),
        SuggestionState.ACCEPTED: (f"{show.DONE} {T.words.yes}", "$fine"),
        SuggestionState.REJECTED: (f"{show.DONE} {T.words.no}", "$quiet"),
    }[suggestion.state]
    return Row(
        suggestion.suggestion_id,
        {
            "who": (other or T.words.nobody, "bold"),
            "reason": (f"{suggestion.reason.replace('_', ' ')}: {suggestion.value}", ""),
            "state": state,
        },
    )


def other_of(suggestion: Suggestion, subject_id: int) -> tuple[int, str]:
    """The other person of a suggestion: id and name."""
    if suggestion.subject_a == subject_id:
        return suggestion.subject_b, suggestion.name_b
    return suggestion.subject_a, suggestion.name_a


def look_row(number: int, look: Consultation, zone: tzinfo) -> Row:
    return Row(
        number,
        {
            "when": (show.moment(look.at, zone), "$quiet"),
            "by": look.operator,
            "purpose": look.purpose,
            "case": (look.case_reference or "", "$head"),
        },
    )


def comparison(
    left: SubjectCard, right: SubjectCard, suggestion: Suggestion, width: int, zone: tzinfo
) -> Iterator[LineLike]:
    """Two people side by side, `=` where they agree."""
    column = max(14, (width - 18) // 2)

    def facts(card: SubjectCard) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {
            T.words.identifier["name"]: [card.name, *(p.name for p in card.parties)],
            T.subject.known_in: [p.source for p in card.parties],
            T.subject.address: [p.address for p in card.parties if p.address],
        }
        for identifier in card.identifiers:
            label = T.words.identifier.get(identifier.kind, identifier.kind)
            found.setdefault(label, []).append(_value(identifier)[0])
        found[T.find.records] = [show.counts(card.counts)]
        found[T.find.newest] = [show.iso_day(card.last_at, zone)]
        return {k: list(dict.fromkeys(one_line(v) for v in vs if v)) for k, vs in found.items()}

    a, b = facts(left), facts(right)
    yield content(
        (T.subject.reason + "  ", "$quiet"),
        (f"{suggestion.reason.replace('_', ' ')}: {suggestion.value}", "bold $soon"),
    )
    yield ""
    for label in dict.fromkeys([*a, *b]):
        yield from _pair(label, a.get(label, []), b.get(label, []), column)


def _pair(label: str, a: Sequence[str], b: Sequence[str], column: int) -> Iterator[LineLike]:
    shared = [v for v in a if v in b]
    left = shared + [v for v in a if v not in shared]
    right = shared + [v for v in b if v not in shared]
    for n in range(max(len(left), len(right), 1)):
        same = n < len(shared)
        style = "bold $fine" if same else ""
        yield Line(
            content(
                (clip(label if n == 0 else "", 13), "$quiet"),
                (" " + clip(left[n] if n < len(left) else "", column), style),
                (" = " if same else "   ", "bold $fine"),
                (clip(right[n] if n < len(right) else "", column), style),
            ),
            whole=True,
        )
