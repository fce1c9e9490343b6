"""`privacydesk subject`: look at a person; decide which entries are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.subject_text import print_card, print_record
from privacydesk.domain.model import Record, SubjectCard, Suggestion, SuggestionState

if TYPE_CHECKING:
    from collections.abc import Sequence

JSON_KEYS = """\
`subject show`: subject_id, name, identifiers[{kind, value, raw, source, shared_by, note}],
parties[{party_id, source, source_key, name, address, language}], records[{record_id, kind,
source, source_id, occurred_at, title, role, roles, payload, gone_at, restricted, by_hand,
messages}], counts, blocked (records that are set apart; shown with `--for`), open_suggestions,
restricted, cases[]; `subject record`: one record whole;
`subject merge`: subject_id; `subject split`: subject_id (the new person); `subject suggestions`:
suggestions[{suggestion_id, subject_a, subject_b, name_a, name_b, reason, value, state,
decided_by, decided_at, why_not}]; `subject accept|reject|undo`: one such suggestion;
`subject looks`: consultations[{at, operator, subject_id, purpose, case_reference}]
"""
_PURPOSE = "looked up on the command line"
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
ForCase = Annotated[str | None, typer.Option("--for", help="Case this look is for.")]
Purpose = Annotated[str, typer.Option(help="What the look is for; kept with it.")]
SubjectId = Annotated[int, typer.Argument(metavar="ID", help="Number of the person.")]
SuggestionId = Annotated[int, typer.Argument(metavar="SUGGESTION", help="Number of it.")]


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    subject = noun(root, "subject", "Look at a person; join and part entries.")
    for name, function in (
        ("show", show_command),
        ("record", record_command),
        ("looks", looks_command),
        ("merge", merge_command),
        ("split", split_command),
        ("suggestions", suggestions_command),
        ("accept", accept_command),
        ("reject", reject_command),
        ("undo", undo_command),
    ):
        subject.command(name)(function)


def show_command(
    ctx: typer.Context,
    subject_id: SubjectId,
    for_case: ForCase = None,
    purpose: Purpose = _PURPOSE,
    as_json: Json = False,
) -> None:
    """Show everything held on a person. The look is noted, with its purpose."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        card = subjects.open_subject(desk, subject_id, purpose=purpose, case_reference=for_case)
        if as_json:
            found = subjects.all_records(desk, subject_id)
            shown = [one for one in found if for_case is not None or not one.restricted]
            emit_json(card_json(card, shown))
            return
        page = subjects.records(desk, subject_id, limit=subjects.MAX_PAGE, case_reference=for_case)
        print_card(card, page, desk.zone)


def card_json(card: SubjectCard, records: Sequence[Record]) -> dict[str, Any]:
    """The documented JSON of a person."""
    return {
        "subject_id": card.subject_id,
        "name": card.name,
        "address": card.address,
        "language": card.language,
        "restricted": card.restricted,
        "identifiers": [
            {
                "kind": one.kind,
                "value": one.value,
                "raw": one.raw,
                "source": one.source,
                "shared_by": one.shared_by,
                "note": one.note,
            }
            for one in card.identifiers
        ],
        "parties": card.parties,
        "records": [
            {
                "record_id": one.record_id,
                "kind": one.kind,
                "source": one.source,
                "source_id": one.source_id,
                "occurred_at": one.occurred_at,
                "title": one.title,
                "role": one.roles[0] if one.roles else None,
                "roles": one.roles,
                "payload": one.payload,
                "gone_at": one.gone_at,
                "restricted": one.restricted,
                "by_hand": one.by_hand,
                "messages": one.messages,
            }
            for one in records
        ],
        "counts": card.counts,
        "blocked": card.blocked,
        "open_suggestions": card.open_suggestions,
        "cases": card.cases,
    }


def record_command(
    ctx: typer.Context,
    record_id: Annotated[int, typer.Argument(metavar="RECORD", help="Number of the record.")],
    for_case: ForCase = None,
    purpose: Purpose = _PURPOSE,
    as_json: Json = False,
) -> None:
    """Show one record whole. Noted as a look at everybody who has a part in it."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        found = subjects.open_record(desk, record_id, purpose=purpose, case_reference=for_case)
        if as_json:
            emit_json(found)
            return
        print_record(found, desk.zone)


def looks_command(ctx: typer.Context, subject_id: SubjectId, as_json: Json = False) -> None:
    """List who looked at a person, when and for what, newest first."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        found = subjects.consultations(desk, subject_id)
        zone = desk.zone
    if as_json:
        emit_json({"consultations": found})
        return
    table(
        [
            (
                f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
                one.operator,
                one.case_reference or "",
                one.purpose,
            )
            for one in found
        ],
        ("when", "who", "case", "purpose"),
    )


def merge_command(
    ctx: typer.Context,
    a: Annotated[int, typer.Argument(metavar="A", help="Number of one person.")],
    b: Annotated[int, typer.Argument(metavar="B", help="Number of the other.")],
    reason: Annotated[str, typer.Option(help="Why these are one person.")],
    as_json: Json = False,
) -> None:
    """Make two people one. Can be taken back with `subject split`."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        kept = subjects.merge(desk, a, b, reason)
    if as_json:
        emit_json({"subject_id": kept})
        return
    line(f"One person now: {kept}.")


def split_command(
    ctx: typer.Context,
    subject_id: SubjectId,
    party: Annotated[
        list[int], typer.Option(help="Entry that belongs to somebody else. May be repeated.")
    ],
    reason: Annotated[str, typer.Option(help="Why these are different people.")],
    as_json: Json = False,
) -> None:
    """Make some entries a person of their own; each record goes with its entry."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        new = subjects.split(desk, subject_id, party, reason)
    if as_json:
        emit_json({"subject_id": new})
        return
    line(f"The entries are person {new} now.")


def suggestions_command(
    ctx: typer.Context,
    subject_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="Only those about this person.")
    ] = None,
    state: Annotated[str, typer.Option(help="open, accepted, rejected or all.")] = "open",
    as_json: Json = False,
) -> None:
    """List who may be the same person; a person decides."""
    from privacydesk.desk import subjects

    if state != "all" and state not in list(SuggestionState):
        raise typer.BadParameter("use open, accepted, rejected or all", param_hint="--state")
    with open_desk(ctx) as desk:
        found = subjects.suggestions(desk, subject_id, None if state == "all" else state)
    if as_json:
        emit_json({"suggestions": found})
        return
    if not found:
        note("No suggestions.")
    for one in found:
        _print_suggestion(one)


def accept_command(
    ctx: typer.Context,
    suggestion_id: SuggestionId,
    reason: Annotated[str, typer.Option(help="Why they are one person.")] = "",
    as_json: Json = False,
) -> None:
    """Accept a suggestion: the two become one person."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        _decided(subjects.decide_suggestion(desk, suggestion_id, True, reason), as_json)


def reject_command(
    ctx: typer.Context,
    suggestion_id: SuggestionId,
    reason: Annotated[str, typer.Option(help="Why they are not; it is remembered.")],
    as_json: Json = False,
) -> None:
    """Reject a suggestion; it is not made again."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        _decided(subjects.decide_suggestion(desk, suggestion_id, False, reason), as_json)


def undo_command(ctx: typer.Context, suggestion_id: SuggestionId, as_json: Json = False) -> None:
    """Take the decision on a suggestion back."""
    from privacydesk.desk import subjects

    with open_desk(ctx) as desk:
        _decided(subjects.undo_suggestion(desk, suggestion_id), as_json)


def _decided(suggestion: Suggestion, as_json: bool) -> None:
    if as_json:
        emit_json(suggestion)
        return
    _print_suggestion(suggestion)


def _print_suggestion(one: Suggestion) -> None:
    line(f"Suggestion {one.suggestion_id} ({one.state.value})")
    line(f"  person {one.subject_a}: {one.name_a or '(no name)'}")
    line(f"  person {one.subject_b}: {one.name_b or '(no name)'}")
    line(f"  because: {one.reason.replace('_', ' ')} {one.value}".rstrip())
    if one.decided_by and one.decided_at:
        line(f"  decided by {one.decided_by} on {one.decided_at.date().isoformat()}")
    if one.why_not:
        line(f"  not the same person: {one.why_not}")
