"""Every letter says what it must, in every language and form; a template that does not is told."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from tests.unit.letter_support import VALUES, letter_case

from privacydesk.documents.blocks import strings
from privacydesk.documents.letters.context import context, law, not_stated
from privacydesk.documents.letters.given import FACTS, Money, read_fact
from privacydesk.documents.letters.parts import PARTS
from privacydesk.documents.letters.plain import readable
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.letters.text import check_edited, render_letter, template_name
from privacydesk.documents.render import render_here
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_day
from privacydesk.domain.errors import InputError
from privacydesk.domain.letters import ANSWERING
from privacydesk.paths import templates_folder

LANGUAGES = ("nl", "de", "en")
FORMS = ("formal", "informal")
_MARK = re.compile(r'\{% call (?:p\.)?part\("(\w+)"\) %\}')

# The contents of each letter as the law asks for them, apart from the registry that is tested.
MUST_SAY = {
    "acknowledgement": {"received", "reference", "rights", "last_day", "contact"},
    "identity_question": {"doubt", "least_data", "safe_channel", "black_out", "effect_on_time"},
    "not_identified": {"why_unknown", "articles", "authority", "court"},
    "clarification": {"unclear", "full_answer"},
    "extension_notice": {"extension_reason", "new_last_day", "other_requests"},
    "access_reply": {"confirmation", "copy", "recipients", "withheld", "authority"},
    "portability_reply": {"format", "not_included", "transfer"},
    "no_data": {"no", "searched", "offer"},
    "erasure_reply": {"erased", "kept", "notified", "authority", "court"},
    "rectification_reply": {"changes", "acted_on", "notified"},
    "restriction_reply": {
        "acted_on",
        "restricted_data",
        "restriction_case",
        "permitted",
        "before_lifting",
        "notified",
    },
    "restriction_lifted": {"lifted_on", "lifting_reason"},
    "objection_marketing_reply": {"acted_on", "under_way", "suppression", "suppressed"},
    "objection_reply": {"outcome", "weighing", "stopped", "erasure_effect", "authority", "court"},
    "withdrawal_reply": {"stopped", "acted_on", "still_lawful", "stays", "erasure_effect"},
    "automated_decision_reply": {
        "decision",
        "reviewed_by",
        "view",
        "review_outcome",
        "logic",
        "contest",
        "authority",
        "court",
        "six_weeks",
    },
    "partial_refusal": {"refused", "authority", "court", "six_weeks"},
    "refusal": {"ground", "reason", "authority", "court", "six_weeks"},
    "fee_notice": {"fee", "fee_ground", "fee_basis", "fee_reason", "narrow"},
    "recipients_notice": {"whose", "action", "article_19"},
    "processor_search_request": {"whose", "answer_by", "article_28"},
    "forward_to_controller": {"whose", "received", "rights"},
}


def _said(name: str, language: str, form: str) -> str:
    letter = LETTERS[name]
    text = render_letter(letter, language, context(letter, letter_case(language, form)))
    assert text.missing == ()
    return " ".join(" ".join(strings(parse(text.markdown))).split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_is_complete(name: str, language: str, form: str) -> None:
    said = _said(name, language, form)
    assert said
    assert not re.search("[\ufdd0-\ufdef\\\\{}]", said)


def test_the_registry_asks_what_the_law_asks() -> None:
    assert set(MUST_SAY) == set(LETTERS)
    for name, parts in MUST_SAY.items():
        assert parts <= {part.id for part in LETTERS[name].mandatory}, name
    assert {letter.name for letter in LETTERS.values() if letter.answers} == ANSWERING
    assert set(LETTERS) >= ANSWERING
    for letter in LETTERS.values():
        assert {*letter.needs, *letter.may} <= set(FACTS)
        assert set(FACTS) == set(VALUES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LETTERS)
def test_a_part_that_is_left_out_is_named(name: str, language: str, tmp_path: Path) -> None:
    """Each mandatory part in turn is taken out of the template; exactly that is told."""
    letter, values = LETTERS[name], context(LETTERS[name], letter_case(language))
    sources = {
        file: (templates_folder() / template_name(file, language)).read_text(encoding="utf-8")
        for file in (name, "_parts")
    }
    written: dict[str, str] = {}
    for step, part in enumerate(letter.mandatory, 1):
        found = 0
        for file, source in sources.items():
            target = tmp_path / template_name(file, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            emptied = _without(source, part.id)
            found += emptied != source
            if written.get(file) != emptied:  # what stays is compiled once
                written[file] = emptied
                target.write_text(emptied, encoding="utf-8")
                os.utime(target, (step, step))  # another time tells that it changed
        assert found, part.id
        missing = _missing(letter.name, language, values, tmp_path)
        # a part inside another takes what stands in it along; nothing else may be told
        assert part.id in missing
        assert missing <= {part.id, *_inside(sources, part.id)}


def _missing(name: str, language: str, values: dict[str, object], folder: Path) -> set[str]:
    """What is told of the templates in `folder`, rendered in this process to be quick."""
    from privacydesk.documents.letters import text

    def here(path: str, lang: str, given: dict[str, object], *_: object) -> str:
        return render_here(path, lang, given, (str(folder), str(templates_folder())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "render", here)
        return {part.id for part in render_letter(LETTERS[name], language, values).missing}


def _blocks(source: str, part: str) -> list[tuple[int, int, int, int]]:
    """Where the marks of a part stand: begin, begin of the inside, end of the inside, end."""
    found = []
    for match in _MARK.finditer(source):
        if match[1] != part:
            continue
        depth = 1
        for step in re.compile(r"\{% (call|endcall)\b[^%]*%\}").finditer(source, match.end()):
            depth += 1 if step[1] == "call" else -1
            if depth == 0:
                found.append((match.start(), match.end(), step.start(), step.end()))
                break
    return found


def _without(source: str, part: str) -> str:
    """The template with the words of a part gone and its mark left empty."""
    for _, begin, end, _ in reversed(_blocks(source, part)):
        source = source[:begin] + source[end:]
    return source


def _inside(sources: dict[str, str], part: str) -> set[str]:
    return {
        match[1]
        for source in sources.values()
        for _, begin, end, _ in _blocks(source, part)
        for match in _MARK.finditer(source[begin:end])
    }


def test_a_mark_around_something_else_does_not_pass(tmp_path: Path) -> None:
    letter = LETTERS["refusal"]
    values = context(letter, letter_case("nl"))
    file = tmp_path / template_name("refusal", "nl")
    file.parent.mkdir(parents=True)
    source = (templates_folder() / template_name("refusal", "nl")).read_text(encoding="utf-8")
    file.write_text(source.replace("{{ p.s(f.ground) }}", "de wet"), encoding="utf-8")
    assert _missing("refusal", "nl", values, tmp_path) == {"ground"}
    outside = source.replace("{{ p.s(f.ground) }}{% endcall %}", "{% endcall %}{{ f.ground }}")
    file.write_text(outside, encoding="utf-8")
    assert _missing("refusal", "nl", values, tmp_path) == {"ground"}


@pytest.mark.parametrize("name", LETTERS)
def test_every_needed_fact_is_asked_for_by_name(name: str) -> None:
    letter = LETTERS[name]
    assert [fact.name for fact in not_stated(letter, {})] == list(letter.needs)
    for fact in not_stated(letter, {}):
        assert fact.example.startswith(f"--set {fact.name}=")


# --------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("language", "forbidden"),
    [("nl", r"\b[Uu]w?\b"), ("de", r"\bIhr\w*\b|\bIhnen\b|(?<![.:!?*] )\bSie\b")],
)
@pytest.mark.parametrize("name", [n for n, letter in LETTERS.items() if not letter.to_company])
def test_the_informal_form_is_informal_throughout(name: str, language: str, forbidden: str) -> None:
    found = re.findall(forbidden, _said(name, language, "informal"))
    assert not found


@pytest.mark.parametrize(
    ("language", "forbidden"),
    [("nl", r"\b(je|jij|jou|jouw)\b"), ("de", r"\b(du|dich|dir|dein\w*)\b")],
)
@pytest.mark.parametrize("name", LETTERS)
def test_the_formal_form_is_formal_throughout(name: str, language: str, forbidden: str) -> None:
    assert not re.findall(forbidden, _said(name, language, "formal"), re.IGNORECASE)


def test_the_six_weeks_are_those_of_the_netherlands() -> None:
    letter = LETTERS["refusal"]
    values = context(letter, letter_case("de")) | {"netherlands": False}
    text = render_letter(letter, "de", values)
    assert text.missing == ()
    assert "sechs Wochen" not in text.markdown
    assert "sechs Wochen" in _said("refusal", "de", "formal")


@pytest.mark.parametrize(
    ("article", "language", "shown"),
    [
        ("Art. 15(4)", "nl", "artikel 15 lid 4 AVG"),
        ("17(3)(b)", "de", "Art. 17 Abs. 3 lit. b DSGVO"),
        ("17(3)(b)", "en", "Article 17(3)(b) GDPR"),
        ("UAVG art. 41", "nl", "UAVG art. 41"),
    ],
)
def test_articles_in_the_habit_of_the_language(article: str, language: str, shown: str) -> None:
    assert law(article, language) == shown


def test_words_of_choices_exist() -> None:
    for fact in FACTS.values():
        for choice in fact.choices:
            for language in LANGUAGES:
                assert Words(language)("letter", f"{fact.name}_{choice}")


# --------------------------------------------------------------------------- stated facts


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("acted_on", "2026-03-01", date(2026, 3, 1)),
        ("notified", "none", ()),
        (
            "erased",
            "A | 2026-03-01; B|2026-03-02",
            ({"what": "A", "day": date(2026, 3, 1)}, {"what": "B", "day": date(2026, 3, 2)}),
        ),
        ("reason", " why ", "why"),
        ("objection", "refused", "refused"),
    ],
)
def test_a_fact_is_read(name: str, text: str, value: object) -> None:
    assert read_fact(name, text) == value


def test_an_amount_is_read_and_shown() -> None:
    fee = read_fact("fee", "12.50 eur")
    assert isinstance(fee, Money)
    assert "12,50" in _said("fee_notice", "nl", "formal")
    assert "€12.50" in _said("fee_notice", "en", "formal")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("acted_on", "1-3-2026"),
        ("fee", "free"),
        ("fee", "-1 EUR"),
        ("fee", "NaN"),
        ("notified", "PostNL"),
        ("notified", "PostNL | soon"),
        ("notified", ";"),
        ("objection", "maybe"),
        ("reason", "  "),
        ("nonsense", "x"),
    ],
)
def test_a_fact_that_cannot_be_read(name: str, text: str) -> None:
    with pytest.raises(InputError):
        read_fact(name, text)


# --------------------------------------------------------------------------- edited texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LETTERS)
def test_readable_text_is_the_same_letter(name: str, language: str) -> None:
    letter = LETTERS[name]
    values = context(letter, letter_case(language))
    markdown = render_letter(letter, language, values).markdown
    plain = readable(markdown)
    assert parse(plain) == parse(markdown)
    assert plain.count("\\") < markdown.count("\\") or "\\" not in markdown
    assert check_edited(letter, language, values, plain) == ()


def test_an_edited_text_is_checked_for_every_value() -> None:
    letter = LETTERS["extension_notice"]
    values = context(letter, letter_case("en"))
    text = readable(render_letter(letter, "en", values).markdown)
    day = VALUES["new_last_day"]
    assert isinstance(day, date)
    later = text.replace(show_day(day, "en"), "soon")
    assert check_edited(letter, "en", values, later) == (PARTS["new_last_day"],)
