"""The access report of a case as documents: one, or several volumes when there is much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from privacydesk.documents.access.cards import Cards
from privacydesk.documents.access.codes import Code, find_code
from privacydesk.documents.access.delivered import Delivered, as_json, flatten
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.narrative import context, render_report
from privacydesk.documents.blocks import (
    Attached,
    Block,
    Document,
    Furniture,
    Heading,
    Paragraph,
    Text,
    heading,
)
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_day, show_moment
from privacydesk.domain.model import RecordKind

RECORDS_PER_VOLUME: Final = 1000
WEIGHT_PER_VOLUME: Final = 800_000  # kB that the compiler needs for it, beside 70 MB of its own
# Measured with Typst 0.15 (kB of the compiler's memory): a row of fields 33, a message 39, a line
# 10, a character 0.2 in prose and 0.45 in numbers with letters, 2.6 where the font lacks it, since
# its code point is printed instead.
_RECORD, _ROW, _ITEM, _TURN, _LINE, _CHAR, _FAR_CHAR = 40.0, 26.0, 40.0, 35.0, 5.0, 0.4, 2.2
_FAR: Final = re.compile("[\u2e80-\U0010ffff]")
DATA_FILE: Final = "data.json"


def volumes_of(records: Sequence[Delivered]) -> list[tuple[Delivered, ...]]:
    """The records of each volume: kinds stay together as far as they fit.

    A volume ends at `RECORDS_PER_VOLUME` records, or where typesetting it would need more memory
    than `WEIGHT_PER_VOLUME`: the compiler stays below a gigabyte. A record is never divided.
    """
    order = list(RecordKind)
    volumes: list[list[Delivered]] = [[]]
    weight = 0.0
    for record in sorted(records, key=lambda r: order.index(r.kind)):  # stable: time stays
        more = weight_of(record)
        full = len(volumes[-1]) >= RECORDS_PER_VOLUME or weight + more > WEIGHT_PER_VOLUME
        if full and volumes[-1]:
            volumes.append([])
            weight = 0.0
        volumes[-1].append(record)
        weight += more
    return [tuple(volume) for volume in volumes]


def weight_of(record: Delivered) -> float:
    """About how much memory a record takes while it is typeset, in kB."""
    items = record.details.get("lines")
    rows = [text for name, text in flatten(record.details) if not name.startswith("lines[")]
    rows += [text for _, text in flatten(record.fields)]
    weight = _RECORD + _ROW * len(record.files) + _written(record.text)
    if isinstance(items, list | tuple):
        weight += _ITEM * len(items)
    for message in record.messages:
        weight += _TURN + _written(message.text)
        if message.fields:
            rows += [text for _, text in flatten(message.fields)]
    return weight + sum(_ROW + _written(text) for text in rows)


def _written(text: str) -> float:
    weight = _CHAR * len(text) + _LINE * text.count("\n")
    return weight if text.isascii() else weight + _FAR_CHAR * len(_FAR.findall(text))


def documents(
    facts: ReportFacts,
    *,
    draft: bool,
    user_templates: Path | None = None,
    parts: Sequence[tuple[Delivered, ...]] | None = None,
) -> Iterator[Document]:
    """The volumes of the report, one after the other, so that only one is in memory.

    `parts`: what `volumes_of` gave, when it was asked already.
    """
    parts = parts or volumes_of(facts.delivered)
    for number, records in enumerate(parts, 1):
        yield _volume(facts, records, number, len(parts), draft, user_templates)


def legend_of(
    records: Sequence[Delivered], sources: dict[str, str | None], language: str
) -> tuple[Code, ...]:
    """The codes that occur in the copy. `sources`: the source description of each system."""
    found: dict[tuple[str, str, str], Code] = {}
    for record in records:
        source = sources.get(record.system) or record.source
        values = [*record.details.items(), *flatten(record.fields)]
        for message in record.messages:
            values += flatten(message.fields) if message.fields else ()
        for field, value in values:
            if (
                isinstance(value, str | int)
                and not isinstance(value, bool)
                and len(str(value)) < 40
            ):
                code = find_code(record.system, source, field, str(value), language)
                if code is not None:
                    found.setdefault((code.system, code.field, code.code), code)
    return tuple(found[key] for key in sorted(found))


def _volume(
    facts: ReportFacts,
    records: tuple[Delivered, ...],
    number: int,
    count: int,
    draft: bool,
    user_templates: Path | None,
) -> Document:
    words = facts.words
    language = words.language
    title = words("furniture", "report_title")
    if count > 1:
        title = f"{title}, {words('furniture', 'volume')} {number}"
    front: tuple[Block, ...]
    body: list[Block] = []
    if number == 1:
        values = context(facts, volume=1, volumes=count)
        front = parse(render_report("summary", facts, values, user_templates))
        for block in parse(render_report("information", facts, values, user_templates)):
            # chapters are listed, their sections are not: the contents list stays short
            if isinstance(block, Heading) and block.level > 1:
                body.append(Heading(block.level, block.children, listed=False))
            else:
                body.append(block)
    else:
        place = f"{words('furniture', 'volume')} {number} {words('furniture', 'of')} {count}"
        front = (Paragraph((Text(place),)),)
    if records:
        body.append(heading(1, words("report", "copy")))
        body += Cards(words, facts.zone, facts.erased_parts).sections(records)
    name = words("furniture", "report_name")
    return Document(
        language=language,
        title=title,
        sender=facts.controller_name,
        sender_lines=_sender_lines(facts, words),
        receiver_lines=tuple(
            line for line in (facts.receiver.name, *facts.receiver.address) if line
        ),
        facts=_case_facts(facts, words),
        furniture=Furniture(
            page=words("furniture", "page"),
            of=words("furniture", "of"),
            contents=words("furniture", "contents"),
            draft=words("furniture", "draft") if draft else None,
        ),
        front=front,
        body=tuple(body),
        attached=(_data(facts, records, number, count, words),),
        running=f"{name} · {facts.reference}",
        created=facts.prepared,
    )


def _sender_lines(facts: ReportFacts, words: Words) -> tuple[str, ...]:
    controller = facts.pack.controller
    lines = [facts.controller_name]
    if controller.address:
        lines += [part.strip() for part in controller.address.split(",")]
    lines += [text for text in (controller.phone, *controller.emails, controller.website) if text]
    if controller.dpo is not None:
        reach = ", ".join((*controller.dpo.emails, *filter(None, (controller.dpo.phone,))))
        if reach:
            lines.append(f"{words('furniture', 'dpo')}: {reach}")
    return tuple(lines)


def _case_facts(facts: ReportFacts, words: Words) -> tuple[tuple[str, str], ...]:
    language = words.language
    found = [
        (words("furniture", "reference"), facts.reference),
        (words("furniture", "received"), show_day(facts.received, language)),
        (
            words("furniture", "prepared"),
            show_day(facts.prepared.astimezone(facts.zone).date(), language),
        ),
    ]
    if facts.data_as_of is not None:
        as_of = show_moment(facts.data_as_of.astimezone(facts.zone), language)
        found.append((words("furniture", "data_as_of"), as_of))
    if facts.checkpoint:
        found.append((words("furniture", "checkpoint"), show_checkpoint(facts.checkpoint)))
    return tuple(found)


def show_checkpoint(checkpoint: str) -> str:
    """`count:head` as it is printed: the number of entries and the start of the last one's hash."""
    count, _, head = checkpoint.partition(":")
    return f"{count}, {head[:16]}"


def _data(
    facts: ReportFacts,
    records: tuple[Delivered, ...],
    number: int,
    count: int,
    words: Words,
) -> Attached:
    import orjson

    content = {
        "schema": 1,
        "controller": facts.controller_name,
        "reference": facts.reference,
        "prepared": facts.prepared.isoformat(),
        "volume": number,
        "volumes": count,
        "audit": facts.checkpoint or None,
        "records": [as_json(record) for record in records],
    }
    return Attached(
        name=DATA_FILE,
        content_type="application/json",
        description=words("furniture", "attachment"),
        data=orjson.dumps(content, option=orjson.OPT_INDENT_2),
    )
