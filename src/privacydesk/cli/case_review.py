"""`privacydesk case review` and `explain`: the checks before a release, and why one may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.case_tasks import task_json
from privacydesk.cli.output import emit_json, line, open_desk
from privacydesk.cli.values import AsJson, Format, KnownAs, Only, Reference
from privacydesk.domain.text import many

if TYPE_CHECKING:
    from privacydesk.desk.release import Review, ToRelease
    from privacydesk.domain.checklist import Checked

JSON_KEYS = """\
`case review` and `case explain`: reference, releasable, matched, delivered, documents[{kind,
format, names[], prepared_by, prepared_on, stale, updated, others[],
edited{by, on, diff[]}}], tasks[] (as `case tasks`),
checks[{item, article, title, severity, standing, problems[{text, blocks, key}], explained[{text,
key, reason, by, on}], mend}].
"""

Planned = Annotated[
    str,
    typer.Option(
        "--channel", metavar="WAY", help="By which way it is to go: email, post, portal, in_person."
    ),
]


def register_on_case(app: typer.Typer) -> None:
    """Add the reviewing commands to the noun."""
    app.command("review")(review_command)
    app.command("explain")(explain_command)


def review_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    only: Only = None,
    fmt: Format = None,
    known_as: KnownAs = None,
    channel: Planned = "",
    as_json: AsJson = False,
) -> None:
    """Run the 32 checks on what is prepared. Errors keep it from being released."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        found = release.review(
            desk, reference, only=only or (), fmt=fmt, known_as=known_as or (), channel=channel
        )
    _print_review(found, as_json)


def explain_command(
    ctx: typer.Context,
    reference: Reference,
    key: Annotated[str, typer.Argument(help="The key that `case review` shows.")],
    *,
    reason: Annotated[str, typer.Option(help="Why it cannot be mended: it is recorded.")],
    known_as: KnownAs = None,
    channel: Planned = "",
    as_json: AsJson = False,
) -> None:
    """Say why a problem cannot be mended, so that the answer may go all the same."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        found = release.explain(
            desk, reference, key, reason, known_as=known_as or (), channel=channel
        )
    _print_review(found, as_json)


def _check_json(one: Checked) -> dict[str, Any]:
    return {
        "item": one.item.item,
        "article": one.item.article,
        "title": one.item.title,
        "severity": one.item.severity.value,
        "standing": one.standing.value,
        "problems": [
            {
                "text": p.text,
                "blocks": p.blocking,
                "key": p.key or None,
                "mend": str(p.to_do),
            }
            for p in one.problems
        ],
        "explained": [
            {"text": p.text, "key": p.key, "reason": why.reason, "by": why.by, "on": why.on}
            for p, why in one.explained
        ],
        "mend": " ".join(map(str, one.mends)),
    }


def _print_review(review: Review, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "reference": review.reference,
                "releasable": not review.blocking,
                "matched": review.matched,
                "delivered": review.delivered,
                "documents": review.documents,
                "tasks": [task_json(task) for task in review.tasks],
                "checks": [_check_json(one) for one in review.checks],
            }
        )
        return
    for document in review.documents:
        _print_document(document)
    for one in review.checks:
        line(f"{one.item.item} {_mark(one)} {one.item.title} ({one.item.article})")
        for problem in one.problems:
            kind = "error" if problem.blocking else "warning"
            key = f" [{problem.key}]" if problem.key else ""
            line(f"    {kind}: {problem.text}{key}")
        for mend in one.mends if one.problems else ():
            line(f"    mend: {mend}")
        for problem, told in one.explained:
            line(f"    explained by {told.by}: {problem.text} {told.reason}")
    count = len(review.blocking)
    line(
        f"{many(count, 'problem')} to mend before the release." if count else "It can be released."
    )


def _print_document(document: ToRelease) -> None:
    why = "PrivacyDesk was updated" if document.updated else "stale"
    stale = f", {why}: prepare it again" if document.stale else ""
    line(f"{document.kind} ({document.format}), prepared by {document.prepared_by}{stale}")
    if document.edited:
        edit = document.edited
        line(f"    text edited by {edit.by} on {edit.on.isoformat()}; against the template:")
        for changed in edit.diff:
            line(f"      {changed}")
    if document.others:
        others = ", ".join(document.others)
        line(f"    released as {document.format}; --format takes another: {others}")


def _mark(one: Checked) -> str:
    if one.blocks:
        return "ERROR"
    return {"passed": "ok", "failed": "warning", "explained": "explained"}.get(
        one.standing.value, "not asked"
    )
