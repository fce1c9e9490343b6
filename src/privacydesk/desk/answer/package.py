"""The Article 20 portability package of a case, as a draft."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, TYPE_CHECKING

from privacydesk.desk.answer.facts import report_facts
from privacydesk.desk.answer.left import left_to_mend
from privacydesk.desk.answer.report import named_files, require_accounted
from privacydesk.desk.answer.written import Entry, Written, record
from privacydesk.desk.contents import content_of
from privacydesk.desk.gathering import Gathered, gather
from privacydesk.desk.jobs import Job
from privacydesk.desk.outbox import Outbox
from privacydesk.desk.redacting import masker
from privacydesk.domain.document_kinds import PACKAGE
from privacydesk.domain.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacydesk.desk.context import Desk
    from privacydesk.documents.access.facts import ReportFacts
    from privacydesk.documents.package.build import Member
    from privacydesk.documents.package.checks import Failed

README = "README.html"


def export(
    desk: Desk,
    reference: str,
    output: Path | None,
    force: bool = False,
    job: Job | None = None,
) -> Written:
    """Write the portability package of a case as a ZIP; None returns its bytes instead.

    Raises what `report` raises, and StateError when a check of the package fails; nothing is then
    left behind.
    """
    from privacydesk.documents.package.build import digest_of

    job = job or Job()
    with Outbox(force=force) as outbox:
        if output is not None:
            outbox.refuse_existing(output)
        found = gather(desk, reference, job)
        require_accounted(found.coverage)
        facts = report_facts(found, "portability", job)
        job.advance("Composing the package", 0)
        buffer = io.BytesIO()
        with outbox.open(output) if output is not None else buffer as out:
            write_package(desk, found, facts, out, draft=True, job=job)
            job.check()
            out.seek(0)
            sha256 = digest_of(out)
            data = buffer.getvalue() if output is None else None
        job.check()
        name = output.name if output is not None else f"{reference}.zip"
        record(desk, found, PACKAGE, "zip", (Entry(name, sha256),), content_of(found, facts))
        outbox.commit()
    return Written(
        paths=(output,) if output is not None else (),
        sha256=(sha256,),
        coverage=found.coverage,
        findings=left_to_mend(desk, found, facts, PACKAGE, "zip"),
        data=data,
    )


def write_package(
    desk: Desk,
    found: Gathered,
    facts: ReportFacts,
    out: IO[bytes],
    *,
    draft: bool,
    job: Job,
) -> None:
    """Write the ZIP of `facts` to `out` and read it back.

    Raises CancelledError when the job was stopped.
    Raises StateError when a check of the package fails; `out` must then not be used.
    """
    from privacydesk.documents.package.build import check_zip, write_zip

    parts, failed = _compose(desk, found, facts, job, draft=draft)
    require_passed(failed)
    write_zip(out, parts, found.now.astimezone(found.zone))
    out.seek(0)
    require_passed(check_zip(out, parts))


def require_passed(failed: tuple[Failed, ...]) -> None:
    """Raise StateError that names the first check that failed."""
    if failed:
        first = failed[0]
        more = f" ({len(failed) - 1} more)" if len(failed) > 1 else ""
        raise StateError(
            f"The package fails check {first.check}: {first.text}{more} Nothing was written.",
            code="package_check_failed",
        )


def _compose(
    desk: Desk, found: Gathered, facts: ReportFacts, job: Job, *, draft: bool
) -> tuple[list[Member], tuple[Failed, ...]]:
    from privacydesk.documents.package.build import PackageFacts, describe, member, members
    from privacydesk.documents.package.left_out import not_included
    from privacydesk.documents.package.readme import readme
    from privacydesk.documents.package.vcard import VCARD, vcard
    from privacydesk.store import files as kept

    words = facts.words
    about = PackageFacts(
        reference=found.case.reference,
        controller=found.controller_name,
        zone=found.zone,
        created=found.now,
        draft=draft,
        files=named_files(facts.delivered, lambda sha: kept.locate(desk.store.files, sha)),
        checkpoint=facts.checkpoint,
    )
    job.check()
    left_out = not_included(found.scopes, found.systems_of, words, found.withheld_files)
    parts, failed = members(about, facts.delivered, left_out, words)
    job.check()
    page = readme(facts, draft=draft, user_templates=desk.config_folder / "templates")
    whole = [
        *parts,
        member(VCARD, "contact", vcard(found.card), format="vcf", mediatype="text/vcard"),
        member(README, "readme", page, format="html", mediatype="text/html"),
    ]
    whole.append(member("datapackage.json", "datapackage", describe(about, whole, words)))
    return whole, (*_selection(found, facts, job), *failed)


def _selection(found: Gathered, facts: ReportFacts, job: Job) -> Iterator[Failed]:
    """The checks that need the rulings: P1 to P4, and P8."""
    from privacydesk.documents.package import checks
    from privacydesk.documents.package.build import objects_of
    from privacydesk.documents.package.tables import as_object

    yield from checks.check_selection(found.scopes)
    made = ((record.record_id, as_object(record, found.zone)) for record in facts.delivered)
    yield from checks.check_fields(found.scopes, made, found.sources)
    reviewed = checks.reviewed_records(found.scopes, found.systems_of, found.decisions, facts.kept)
    hide = masker(found)
    for kind, objects in objects_of(facts.delivered, found.zone).items():
        yield from checks.check_others(
            kind, job.each("Checking the package", objects), hide, reviewed
        )
