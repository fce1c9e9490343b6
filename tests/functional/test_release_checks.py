"""The checks on the words of an access report: each fault is told under its item, alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.desk.jobs import Job
from privacydesk.desk.release.state import state
from privacydesk.documents.access import checklist
from privacydesk.documents.access.content import content_hash
from privacydesk.documents.access.facts import ReportFacts, SystemSearched
from privacydesk.documents.access.narrative import covering
from privacydesk.documents.access.origins import origins
from privacydesk.documents.words import Words
from privacydesk.domain.coverage import Coverage, SystemCoverage
from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.model import RecordKind, Role
from privacydesk.domain.pack import AutomatedDecision, Pack
from privacydesk.domain.scope import scope
from privacydesk.domain.scope_types import Outcome, Person


@pytest.fixture(scope="module")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReportFacts, Coverage]:
    office = Office(tmp_path_factory.mktemp("office"))
    reference = office.ready("md")
    found = state(office.jan, reference, job=Job())
    assert found.composed is not None
    assert found.composed.report is not None
    return found.composed.report, found.composed.found.coverage


@pytest.fixture
def facts(_prepared: tuple[ReportFacts, Coverage]) -> ReportFacts:
    return _prepared[0]


@pytest.fixture
def coverage(_prepared: tuple[ReportFacts, Coverage]) -> Coverage:
    return _prepared[1]


def _activities(pack: Pack, **change: object) -> Pack:
    return replace(pack, activities=tuple(replace(a, **change) for a in pack.activities))  # type: ignore[arg-type]


def _told(facts: ReportFacts, coverage: Coverage) -> set[str]:
    return {p.item for p in checklist.answer_problems(facts, coverage) if p.blocking}


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_a_whole_answer_has_nothing_to_mend(
    facts: ReportFacts, coverage: Coverage, language: str
) -> None:
    assert _told(replace(facts, language=language), coverage) == set()


Change = Callable[[ReportFacts], ReportFacts]
TEXT = LocalText("dienstverlening", "Service", "service")
VAGUE = LocalText("zolang als nodig", "solange wie nötig", "as long as necessary")


def _pack(change: Callable[[Pack], Pack]) -> Change:
    return lambda facts: replace(facts, pack=change(facts.pack))


def _with_period(facts: ReportFacts) -> ReportFacts:
    return replace(
        facts,
        expiries={
            number: replace(expiry, period=VAGUE, duty=None)
            for number, expiry in facts.expiries.items()
        },
    )


def _withheld(facts: ReportFacts) -> ReportFacts:
    first, *rest = facts.scopes
    ruling = replace(first.ruling, article="")
    return replace(facts, scopes=(replace(first, outcome=Outcome.WITHHELD, ruling=ruling), *rest))


def _unmapped(facts: ReportFacts) -> ReportFacts:
    return replace(facts, scopes=tuple(replace(s, activity="") for s in facts.scopes))


def _altered(facts: ReportFacts) -> ReportFacts:
    first, *rest = facts.delivered
    return replace(facts, delivered=(replace(first, title=f"{first.title}!"), *rest))


def _invented(facts: ReportFacts) -> ReportFacts:
    first, *rest = facts.delivered
    return replace(facts, delivered=(replace(first, content_hash="0" * 64), *rest))


@pytest.mark.parametrize(
    ("change", "item"),
    [
        (_pack(lambda p: _activities(p, purposes=())), "A04"),
        (_pack(lambda p: _activities(p, purposes=(TEXT,))), "A04"),
        (_unmapped, "A04"),
        (_pack(lambda p: _activities(p, data=())), "A05"),
        (_pack(lambda p: replace(p, recipients=tuple(
            replace(r, name="") for r in p.recipients))), "A06"),
        (_with_period, "A08"),
        (_pack(lambda p: replace(p, authorities=())), "A10"),
        (_pack(lambda p: replace(p, authorities=tuple(
            replace(a, website="") for a in p.authorities))), "A10"),
        (_pack(lambda p: replace(p, automated=AutomatedDecision(True, TEXT, NO_TEXT, TEXT))),
         "A12"),
        (_altered, "A15"),
        (_invented, "A15"),
        (_withheld, "A21"),
    ],
)  # fmt: skip
def test_each_fault_is_told(
    facts: ReportFacts, coverage: Coverage, change: Change, item: str
) -> None:
    assert item in _told(change(facts), coverage)


def test_a_record_that_is_not_accounted_for_is_an_error(facts: ReportFacts) -> None:
    assert "A14" in _told(facts, Coverage((SystemCoverage("Shop", 3, 2),)))


def test_a_black_box_and_a_role_are_no_change_of_the_data(
    facts: ReportFacts, coverage: Coverage
) -> None:
    first, *rest = facts.delivered
    hidden = replace(first, title="██████")
    assert "A15" not in _told(replace(facts, delivered=(hidden, *rest)), coverage)


def _lines(path: Path, without: str) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if without not in line:
            yield line


@pytest.mark.parametrize(
    ("part", "item", "language"),
    [
        ("a.name", "A10", "nl"),
        ("d.significance", "A12", "en"),
        ("row.rule", "A08", "nl"),
        ("a.purposes", "A04", "de"),
        ("a.data", "A05", "en"),
    ],
)
def test_a_template_without_the_part_is_told(
    facts: ReportFacts, coverage: Coverage, tmp_path: Path, part: str, item: str, language: str
) -> None:
    from privacydesk.paths import templates_folder

    decided = AutomatedDecision(True, *(LocalText(f"{n} nl", f"{n} de", f"{n} en") for n in "abc"))
    facts = replace(facts, language=language, pack=replace(facts.pack, automated=decided))
    assert item not in _told(facts, coverage)
    name = f"reports/{language}/information.md.j2"
    target = tmp_path / name
    target.parent.mkdir(parents=True)
    target.write_text("\n".join(_lines(templates_folder() / name, part)), encoding="utf-8")
    told = {p.item for p in checklist.answer_problems(facts, coverage, tmp_path)}
    assert item in told


def test_the_hash_follows_the_data_and_not_the_day(facts: ReportFacts) -> None:
    before = content_hash(facts)
    assert content_hash(replace(facts, look_ups=(), checkpoint="7:ab")) == before
    assert content_hash(_altered(facts)) != before
    assert content_hash(_withheld(facts)) != before
    assert content_hash(replace(facts, delivered=facts.delivered[1:])) != before
    assert covering(facts)


# --------------------------------------------------------------------------- sources, backups


def _warned(facts: ReportFacts, coverage: Coverage, templates: Path | None = None) -> set[str]:
    return {p.item for p in checklist.answer_problems(facts, coverage, templates)}


def _as_kind(kind: RecordKind, role: Role) -> Change:
    """The first record is of this kind, and the person has this part in it."""

    def change(facts: ReportFacts) -> ReportFacts:
        first, *rest = facts.scopes
        named = {"delivery_name": "Jan de Vries"} if role is Role.RECIPIENT else {}
        record = replace(first.record, kind=kind, roles=(role,), payload={}, details=named)
        person = Person(names=frozenset({"jan de vries"}))
        (made,) = scope([record], facts.pack, person, as_of=date(2026, 3, 3))
        copy = next(d for d in facts.delivered if d.record_id == record.record_id)
        others = tuple(d for d in facts.delivered if d is not copy)
        copy = replace(copy, kind=kind, fields={}, details=named)
        return replace(facts, scopes=(made, *rest), delivered=(copy, *others))

    return change


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (RecordKind.ORDER, Role.RECIPIENT),
        (RecordKind.PAYMENT, Role.PAYER),
        (RecordKind.CREDIT_CHECK, Role.HOLDER),
        (RecordKind.DELIVERY, Role.HOLDER),
        (RecordKind.NOTE, Role.HOLDER),
        (RecordKind.SCORE, Role.HOLDER),
    ],
)
def test_what_the_person_did_not_give_has_its_source_in_the_text(
    facts: ReportFacts,
    coverage: Coverage,
    tmp_path: Path,
    kind: RecordKind,
    role: Role,
    language: str,
) -> None:
    from privacydesk.paths import templates_folder

    facts = _as_kind(kind, role)(replace(facts, language=language))
    words = Words(language)
    told = origins(facts, covering(facts), words)
    lines = [*told["stated"], *told["found"]]
    assert lines, "a kind of data that the person did not give has no source line"
    assert "A11" not in _warned(facts, coverage)
    name = f"reports/{language}/information.md.j2"
    target = tmp_path / name
    target.parent.mkdir(parents=True)
    target.write_text("\n".join(_lines(templates_folder() / name, "o.text")), encoding="utf-8")
    assert "A11" in _warned(facts, coverage, tmp_path)


def test_what_the_person_gave_needs_no_source(facts: ReportFacts, coverage: Coverage) -> None:
    told = origins(facts, covering(facts), Words(facts.language))
    assert told["found"] == []
    assert "A11" not in _warned(facts, coverage)


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("impossible", [True, False])
def test_a_backup_is_named_in_the_answer(
    facts: ReportFacts, coverage: Coverage, tmp_path: Path, language: str, impossible: bool
) -> None:
    from privacydesk.paths import templates_folder

    tapes = SystemSearched("Kelder", "reservekopieën", None, date(2026, 3, 3), 2)
    tapes = replace(tapes, impossible=impossible)
    facts = replace(facts, language=language, systems=(*facts.systems, tapes))
    assert "A29" not in _warned(facts, coverage)
    name = f"reports/{language}/information.md.j2"
    target = tmp_path / name
    target.parent.mkdir(parents=True)
    target.write_text("\n".join(_lines(templates_folder() / name, "s.as_of")), encoding="utf-8")
    assert "A29" in _warned(facts, coverage, tmp_path)
    _, information = checklist.narrative(facts)
    assert (Words(language)("report", "not_searchable") in information) is impossible
