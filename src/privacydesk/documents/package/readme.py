"""The README of a package: one HTML file in the language of the person, from the templates."""

from __future__ import annotations

from pathlib import Path

from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.narrative import addressing, channels, render_report
from privacydesk.documents.access.report import show_checkpoint
from privacydesk.documents.blocks import Document, Furniture
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_day
from privacydesk.documents.write import write
from privacydesk.domain.model import RecordKind


def readme(facts: ReportFacts, *, draft: bool, user_templates: Path | None = None) -> bytes:
    """The page that tells a person what the package holds; `facts.delivered` is what is in it."""
    words = facts.words
    language = words.language
    counts = {kind: sum(record.kind is kind for record in facts.delivered) for kind in RecordKind}
    values = {
        **addressing(facts),
        "controller": facts.controller_name,
        "kinds": [
            {"id": kind.value, "title": words("kind", kind.value), "count": count}
            for kind, count in counts.items()
            if count
        ],
        "files": sum(f.path is not None for record in facts.delivered for f in record.files),
        "channels": list(channels(facts)),
        "authorities": [
            {"name": authority.name, "website": authority.website}
            for authority in facts.pack.authorities
        ],
    }
    text = render_report("package", facts, values, user_templates)
    day = show_day(facts.prepared.astimezone(facts.zone).date(), language)
    return write(
        Document(
            language=language,
            title=words("package", "package_title"),
            sender=facts.controller_name,
            sender_lines=(facts.controller_name, *facts.pack.controller.emails),
            receiver_lines=(),
            facts=(
                (words("furniture", "reference"), facts.reference),
                (words("furniture", "prepared"), day),
                *_checkpoint(facts, words),
            ),
            furniture=Furniture(
                page=words("furniture", "page"),
                of=words("furniture", "of"),
                contents="",
                draft=words("furniture", "draft") if draft else None,
            ),
            front=(),
            body=parse(text),
            running=words("package", "package_name"),
            created=facts.prepared,
        ),
        "html",
    )


def _checkpoint(facts: ReportFacts, words: Words) -> tuple[tuple[str, str], ...]:
    if not facts.checkpoint:
        return ()
    return ((words("furniture", "checkpoint"), show_checkpoint(facts.checkpoint)),)
