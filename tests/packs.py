"""Small policy packs for tests: a minimal text, activities to put into it, records to rule on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacydesk.domain.model import Record, RecordKind, Role
from privacydesk.domain.pack import Pack
from privacydesk.policy.loader import parse_pack

HEAD = """\
name = "{name}"
security = "not stated"
complaint = "not stated"
transfer = "not stated"
automated = "not stated"

[statement]
title = "Statement"
language = "en"
date = "not stated"
excerpt = {excerpt}

[controller]
name = "Example Ltd."
address = "not stated"
phone = "not stated"
emails = "not stated"
dpo = "not stated"

[place]
country = "{country}"
zone = "Europe/Berlin"

[letters]
languages = ["en"]
address = "formal"

[retention]
law = "{law}"
"""


def text_of(
    *activities: str,
    name: str = "small",
    country: str = "DE",
    law: str = "DE",
    excerpt: bool = False,
    more: str = "",
) -> str:
    """The TOML text of a small valid pack."""
    head = HEAD.format(name=name, country=country, law=law, excerpt=str(excerpt).lower())
    return "\n".join((head, *activities, more))


def activity(
    name: str,
    kinds: tuple[str, ...] = (),
    *,
    bases: tuple[str, ...] = ("6(1)(b)",),
    periods: str = 'period = "not stated"',
    more: str = "",
) -> str:
    """One activity; `bases` are articles, or whole inline tables; `periods` TOML lines."""
    tables = [b if b.startswith("{") else f'{{ article = "{b}" }}' for b in bases]
    basis = f"basis = [{', '.join(tables)}]" if tables else 'basis = "not stated"'
    named = ", ".join(f'"{kind}"' for kind in kinds)
    return f"""\
[[activity]]
id = "{name}"
title.en = "{name}"
purposes = [{{ en = "a purpose" }}]
data = [{{ en = "some data" }}]
kinds = [{named}]
recipients = "not stated"
{basis}
{more}
{periods}
"""


def period(stages: str, *, text: str = "a period", more: str = "") -> str:
    """One storage period as an inline table."""
    return f'{{ text = {{ en = "{text}" }}, stages = [{stages}]{", " + more if more else ""} }}'


def stage(until: str, then: str = "erase") -> str:
    return f'{{ until = {{ {until} }}, then = "{then}" }}'


def term(duration: str, event: str, year_end: str = "none") -> str:
    return f'{{ after = "{duration}", from = "{event}", year_end = "{year_end}" }}'


def pack_of(*activities: str, country: str = "DE", law: str = "DE", more: str = "") -> Pack:
    return parse_pack(text_of(*activities, country=country, law=law, more=more))


def record_of(kind: RecordKind, day: str = "2026-01-15", **details: Any) -> Record:
    """A record about its holder, made at noon (UTC) of `day`."""
    return Record(
        record_id=1,
        kind=kind,
        source="x",
        source_id="1",
        title="title",
        text="",
        occurred_at=datetime.fromisoformat(f"{day}T12:00:00+00:00"),
        updated_at=None,
        roles=(Role.HOLDER,),
        details=details,
        payload={},
        content_hash="",
    )
