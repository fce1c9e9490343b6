"""Finding and hiding what concerns others: nothing planted is missed, nothing own is hidden."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.documents.access.people import Agents
from privacydesk.documents.blocks import BLACK_BOX as BOX
from privacydesk.documents.redaction.apply import Redactor, nth
from privacydesk.documents.redaction.models import names_with
from privacydesk.documents.redaction.places import message_keys
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import (
    AuthorRole,
    IdentifierKind,
    Message,
    Record,
    RecordKind,
    Role,
)
from privacydesk.domain.redaction import (
    Anchor,
    FileDecision,
    FileVerdict,
    FindingKind,
    FindingState,
    RedactionDecision,
    Review,
    ReviewProgress,
    StoredFinding,
    Verdict,
    blockers,
    digest,
    file_reviews,
)
from privacydesk.domain.redaction_find import ContactFinder
from privacydesk.domain.redaction_names import Names, pairs
from privacydesk.domain.redaction_spans import Span, merged

AT = datetime(2026, 1, 1, tzinfo=UTC)
OWN = (
    (IdentifierKind.EMAIL, "anna@example.nl"),
    (IdentifierKind.PHONE, "+31612345678"),
    (IdentifierKind.ADDRESS, "NL:1234AB:1"),
    (IdentifierKind.IBAN, "NL20INGB0001234567"),
)
OWN_TEXTS = (
    "anna@example.nl", "ANNA@Example.NL", "06-12345678", "+31 6 1234 5678",
    "Kade 1, 1234 AB Utrecht", "NL20 INGB 0001 2345 67", "Anna de Boer",
)  # fmt: skip
INVOLVED = ("Bas Bakker", "Jürgen Müller", "Piet van der Velden")
FINDER = ContactFinder(own=OWN, domains=["shop.example"], numbers=["BB-9917", "+31687650000"])
NAMES = Names(["Anna de Boer"], INVOLVED, ["Klaas Hendriks"])


def _record(others: tuple[str, ...] = (), *messages: Message) -> Record:
    return Record(
        1, RecordKind.TICKET, "x", "1", "", "", AT, None, (Role.REQUESTER,), {}, {}, "",
        messages, others=others,
    )  # fmt: skip


def redactor(review: Review | None = None) -> Redactor:
    return Redactor(FINDER, NAMES, Agents([], "Agent"), review or Review(), "2026-0001")


def hide(text: str, *, others: tuple[str, ...] = INVOLVED, name: str = "") -> str:
    return redactor().record("1:ticket:1", _record(others)).text(text, "text", name=name)


# --------------------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        # contact data in the ways people write them
        ("bas (at) example.com", "bas (at) example.com"),
        ("?to=bas%40example.com&x=1", "bas%40example.com"),
        ("bas＠example.com", "bas＠example.com"),
        ("06–87 65 43 21", "06–87 65 43 21"),
        ("(+31) 6 8765 4321", "(+31) 6 8765 4321"),
        ("０６８７６５４３２１", "０６８７６５４３２１"),
        ("cid 31687654321 called", "31687654321"),
        ("number 687650000", "687650000"),  # of somebody involved, as their country dials it
        ("to DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00"),
        ("nl91abna0417164300", "nl91abna0417164300"),
        ("client BB-9917.", "BB-9917"),
        ("car 12-AB-34 parked", "12-AB-34"),
        ("G-123-BB", "G-123-BB"),
        ("Kennzeichen: B AB 1234", "B AB 1234"),
        ("der Wagen B-AB 1234 steht", "B-AB 1234"),
        ("kenteken is 1ABC23", "1ABC23"),
        ("Hauptstraße 7, 10115 Berlin", "Hauptstraße 7, 10115 Berlin"),
        ("5678 CD Den Bosch", "5678 CD Den Bosch"),
        # names of people involved, in any writing
        ("BAS BAKER called", "BAS BAKER"),
        ("Bakker, Bas", "Bakker, Bas"),
        ("from B. Bakker", "B. Bakker"),
        ("Juergen Mueller", "Juergen Mueller"),
        ("piet vd velden? Piet Velden!", "Piet Velden"),
        ("did Bas call", "Bas"),
        # known to the store, by full name
        ("by Klaas Hendriks", "Klaas Hendriks"),
        # after a cue
        ("mijn man Tom belt", "Tom"),
        ("mijn buurvrouw, Els de Wit, nam aan", "Els de Wit"),
        ("t.a.v. K. Jansen", "K. Jansen"),
        ("ondertekend door: P. Smit", "P. Smit"),
        ("meine Frau Lena Vogt", "Lena Vogt"),
        ("Sehr geehrter Herr Dr. Weiß,", "Weiß"),
        ("angenommen von Nachbarin Krause", "Krause"),
        ("my husband John Smith-Jones called", "John Smith-Jones"),
        ("signed by O'Neill", "O'Neill"),
        ("Dear Mr. Brown", "Brown"),
    ],
)
def test_what_is_found(text: str, hidden: str) -> None:
    shown = hide(text)
    assert BOX in shown
    for part in re.findall(r"\w{3,}", hidden):
        assert part not in shown


@pytest.mark.parametrize(
    "text",
    [
        *OWN_TEXTS,
        "mevrouw de Boer, Anna, A. de Boer",
        "Frau de Boer",
        "support@shop.example",
        "noreply@example.com",
        "order 1000000123, 12.50 EUR, 2026-01-30 09:15:00, v1.2.3",
        "NL91ABNA0417164301 is no account",
        "klaas hendriks without capitals may be words",
        "my husband is ill, mijn man belt, meine Frau hat",
        "serial RT-AX88 of 10115 units",
    ],
)
def test_what_stays(text: str) -> None:
    assert hide(text) == text


def test_a_name_alone_only_counts_in_its_own_record() -> None:
    assert hide("Bas came", others=("Bas Bakker",)) == f"{BOX} came"
    assert hide("Bas came", others=()) == "Bas came"
    assert hide("the bas guitar", others=("Bas Bakker",)) == "the bas guitar"
    assert hide("the Open desk", others=("Open",)) == "the Open desk"
    spouse = Names(["Anna de Boer"], ["Jan de Boer"]).finder(["Jan de Boer"])
    text = "mevrouw de Boer en Jan"
    assert [text[s.start : s.end] for s in spouse(text)] == ["Jan"]


def test_boxes_have_one_length_and_touch_once() -> None:
    long = "a" * 60 + "@example.com"
    assert hide(long) == hide("b@example.com") == BOX


def test_a_field_that_names_others_keeps_what_is_own() -> None:
    shown = redactor().record("1", _record())
    text = shown.text("anna@example.nl, bas@example.com; Kees", "cc", name="cc", naming=True)
    assert text == f"anna@example.nl, {BOX}; {BOX}"


def test_values_keys_and_numbers() -> None:
    shown = redactor().record("1", _record())
    value = {"bas@example.com": 1, "carol@example.com": {"n": [31687654321, 5, None, True]}}
    assert shown.value(value, "f") == {BOX: 1, f"{BOX} 2": {"n": [BOX, 5, None, True]}}


def test_staff_become_roles_unless_they_ask() -> None:
    message = Message(1, 0, AuthorRole.AGENT, "Wilma Smit", AT, "", internal=False)
    record = _record((), message)
    agents = Agents([record], "Agent")
    made = Redactor(FINDER, NAMES, agents, Review(), "")
    text = "Wilma Smit wrote. Groet, Wilma. Willemien stays"
    assert made.record("1", record).text(text, "t") == (
        "Agent 1 wrote. Groet, Agent 1. Willemien stays"
    )
    herself = Agents([record], "Agent", ["Wilma Smit"])
    assert herself.spans(text, herself.acting(record)) == []
    assert herself.label("Wilma Smit") == "Wilma Smit"


def test_places_of_messages_survive_new_numbers() -> None:
    def message(number: int, position: int, **more: object) -> Message:
        return Message(
            number, position, AuthorRole.AGENT, None,
            more.get("at"), "", False, more.get("payload", {}),  # type: ignore[arg-type]
        )  # fmt: skip

    first = _record(
        (), message(1, 0, payload={"id": 7}), message(2, 1, at=AT), message(3, 2, at=AT)
    )
    again = _record(
        (), message(8, 3, payload={"id": 7}), message(9, 4, at=AT), message(10, 5, at=AT)
    )
    keys = [key for _, key in message_keys(first)]
    assert keys == [key for _, key in message_keys(again)]
    assert len(set(keys)) == 3


def test_a_model_adds_names_and_may_be_missing() -> None:
    class Found:
        def __init__(self, tag: str, start: int, end: int) -> None:
            self.tag, self.start_char, self.end_char = tag, start, end

    class Model:
        def deidentify(self, text: str, enabled: set[str]) -> object:
            assert enabled == {"names"}

            class Document:
                annotations = (
                    Found("persoon", 0, 4),
                    Found("locatie", 5, 8),
                    Found("persoon", 2, 99),
                )

            return Document()

    names = Names(["Anna de Boer"], [])
    names.model = names_with(Model())
    assert [s.value for s in names.finder(())("Okke was here")] == ["okke"]


# --------------------------------------------------------------------------- decisions


def _finding(number: int, value: str, occurrence: int = 0) -> StoredFinding:
    anchor = Anchor("1:ticket:1", "text", value, occurrence)
    return StoredFinding(number, number, anchor, value, FindingKind.EMAIL)


def _row(
    number: int,
    finding: StoredFinding,
    verdict: Verdict,
    *,
    wide: bool = False,
    of: int | None = None,
) -> RedactionDecision:
    return RedactionDecision(
        number, finding.finding_id, finding.value_digest, verdict, wide, "", "", "x", AT, of
    )


def test_the_latest_decision_counts_and_an_undo_takes_one_out() -> None:
    one, two = _finding(1, "a"), _finding(2, "a", 1)
    log = [
        _row(1, one, Verdict.KEEP),
        _row(2, two, Verdict.BLACK_OUT, wide=True),
        _row(3, two, Verdict.KEEP),
        _row(4, two, Verdict.UNDO, of=3),
        _row(5, two, Verdict.UNDO, of=2),
    ]
    wanted = [
        (FindingState.OPEN, FindingState.OPEN),
        (FindingState.KEEP, FindingState.OPEN),
        (FindingState.BLACK_OUT, FindingState.BLACK_OUT),
        (FindingState.BLACK_OUT, FindingState.KEEP),
        (FindingState.BLACK_OUT, FindingState.BLACK_OUT),
        (FindingState.KEEP, FindingState.OPEN),
    ]
    for length, states in enumerate(wanted):
        review = Review({f.anchor: f for f in (one, two)}, tuple(log[:length]))
        assert (review.state(one.anchor, "a"), review.state(two.anchor, "a")) == states


def test_keep_shows_exactly_one_of_two_equal_ones() -> None:
    text = "bas@example.com bas@example.com"
    first = redactor()
    first.record("1:ticket:1", _record()).text(text, "text")
    second = first.found[1]
    stored = StoredFinding(1, 1, second.anchor, second.value_digest, second.kind)
    review = Review({stored.anchor: stored}, (_row(1, stored, Verdict.KEEP),))
    shown = redactor(review).record("1:ticket:1", _record()).text(text, "text")
    assert shown == f"{BOX} bas@example.com"


def test_files_and_blockers() -> None:
    def row(verdict: FileVerdict) -> FileDecision:
        return FileDecision("r", "s", verdict, "why", "x", AT)

    reviews = file_reviews([row(FileVerdict.SHIP), row(FileVerdict.WITHHOLD)])
    assert reviews["r", "s"].withheld
    assert reviews["r", "s"].needs(recording=True) == ()
    shipped = file_reviews([row(FileVerdict.WITHHOLD), row(FileVerdict.SHIP)])["r", "s"]
    assert shipped.needs(recording=True) == ("speaker",)
    assert file_reviews([row(FileVerdict.NOT_THEIRS)])["r", "s"].withheld
    assert blockers(ReviewProgress(3, 0, 2, 0, 0)) == ()
    assert len(blockers(ReviewProgress(3, 1, 2, 1, 1))) == 3


def test_digests_of_two_cases_differ() -> None:
    assert digest("2026-0001", "x") != digest("2026-0002", "x")
    assert digest("2026-0001", "\ud800") == digest("2026-0001", "\ud800")


# --------------------------------------------------------------------------- properties

_FILL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters=BOX[0]),
    max_size=40,
)
_SPACE = st.sampled_from([" ", "\n", ", ", " - ", "; "])
_EMAILS = st.from_regex(r"[a-z]{3,10}\.[a-z]{3,10}@[a-z]{3,8}\.(?:nl|de|com)", fullmatch=True)
_NUMBER = st.from_regex(r"6[1-5][0-9]{7}", fullmatch=True)
_PHONES = st.builds(
    lambda number, form: form(number),
    _NUMBER,
    st.sampled_from([
        lambda n: f"0{n}",
        lambda n: f"+31{n}",
        lambda n: f"0031 {n}",
        lambda n: f"06-{n[1:]}",
        lambda n: f"+31 (0){n[0]} {n[1:5]} {n[5:]}",
        lambda n: f"06 {n[1:3]} {n[3:5]} {n[5:7]} {n[7:]}",
    ]),
)  # fmt: skip


def _iban(account: int) -> str:
    body = f"ABNA{account:010}"
    turned = "".join(str(int(c, 36)) for c in f"{body}NL00")
    return f"NL{98 - int(turned) % 97:02}{body}"


_IBANS = st.builds(
    lambda account, grouped: " ".join(re.findall(".{1,4}", _iban(account))) if grouped
    else _iban(account),
    st.integers(10**8, 10**10 - 1),
    st.booleans(),
)  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


@given(_FILL, _SPACE, _EMAILS | _PHONES | _IBANS, _SPACE, _FILL)
def test_whatever_is_planted_is_hidden_in_every_form(
    before: str, gap: str, planted: str, end: str, after: str
) -> None:
    kinds = (IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.IBAN)
    values = {v for kind in kinds if (v := normalise(kind, planted).value) is not None}
    if not values or values & {value for _, value in OWN}:
        return  # all zeros and the like stand for nobody
    if before[-1:].isdigit() or after[:1].isdigit():
        before, after = f"{before}x ", f" x{after}"
    shown = hide(f"{before}{gap}{planted}{end}{after}")
    rest = _bare(shown)
    for form in (planted, *values):
        assert planted not in shown
        assert _bare(form)[-8:] not in rest or _bare(form)[-8:] in _bare(before + after)


@given(_FILL, st.sampled_from(OWN_TEXTS), _FILL)
def test_what_is_own_is_kept(before: str, own: str, after: str) -> None:
    letters = re.compile(r"[\W\d_]")
    before, after = (letters.sub("", part).lower()[:8] for part in (before, after))
    assert own in hide(f"{before} . {own} . {after}")


@given(st.text(max_size=300), st.sampled_from(["", "cc", "recordingfile", "id"]))
def test_hostile_text_never_breaks_it(text: str, name: str) -> None:
    once = hide(text, name=name)
    assert hide(once, name=name) == once
    pairs([text])


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=12).map(
        lambda places: [Span(s, s + n, FindingKind.NAME, str(s)) for s, n in places]
    )
)
def test_merged_spans_part_and_cover(spans: list[Span]) -> None:
    found = merged(spans)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert covered == {i for span in found for i in range(span.start, span.end)}


@given(st.text("ab", max_size=20), st.text("ab", min_size=1, max_size=3), st.integers(0, 5))
def test_nth_finds_overlapping_ones(text: str, part: str, number: int) -> None:
    places = [i for i in range(len(text)) if text.startswith(part, i)]
    assert nth(text, part, number) == (places[number] if number < len(places) else None)


@pytest.mark.parametrize("piece", ["mijn ", "A", "Aa ", "1 ", "12-", "NL91 ", "a 1 ", "Frau "])
def test_long_text_is_no_trap(piece: str) -> None:
    """Ends in a second; matching that grows with the square of the length takes minutes."""
    assert hide(piece * (60_000 // len(piece)), others=()) is not None
