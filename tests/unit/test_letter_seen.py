"""A mandatory part counts where a reader of the letter sees it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.letter_support import letter_case

from privacydesk.documents.letters.context import context
from privacydesk.documents.letters.given import read_fact
from privacydesk.documents.letters.plain import readable
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.letters.seen import Seen, visible
from privacydesk.documents.letters.text import check_edited, render_letter, template_name
from privacydesk.documents.render import render_here
from privacydesk.domain.errors import InputError
from privacydesk.paths import templates_folder

# how words can stand in the source of a letter without standing before its reader's eyes
TRICKS = {
    "comment": "Text. <!-- {} --> Text.",
    "comment_block": "\n\n<!--\n\n{}\n\n-->\n\n",
    "alt_text": "![{}](https://example.com/logo.png)",
    "empty_link": "[](<https://example.com/{}>)",
    "link_target": "[here](<https://example.com/{}>)",
    "link_title": '[here](https://example.com "{}")',
    "struck_out": "~~{}~~",
    "hidden_element": 'Text <span style="display:none">{}</span> text.',
    "hidden_block": "\n\n<div hidden>\n{}\n</div>\n\n",
    "code_block": "\n\n```\n{}\n```\n\n",
    "code_after_tildes": "\n\n~~~ note\n{}\n~~~\n\n",
    "unread_note": "\n\n[^court]: {}\n\n",
    "reference_nobody_uses": '\n\n[court]: https://example.com "{}"\n\n',
    "too_many_cells": "\n\n| a |\n|---|\n| b | {} |\n\n",
}
WORDS = "you may go to court"


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("inside", [True, False], ids=["mark-around", "mark-inside"])
def test_hidden_words_do_not_make_a_part(trick: str, inside: bool, tmp_path: Path) -> None:
    """The trick inside the mark of a part, and the whole mark inside the trick."""
    words = "{% call p.part('court') %}{}{% endcall %}"
    hidden = TRICKS[trick]
    mutated = (
        words.replace("{}", hidden.replace("{}", WORDS))
        if inside
        else hidden.replace("{}", words.replace("{}", WORDS))
    )
    assert _missing(mutated, tmp_path) == {"court"}
    assert _missing(words.replace("{}", WORDS), tmp_path) == set()


@pytest.mark.parametrize("trick", TRICKS)
def test_hidden_words_do_not_complete_an_edited_text(trick: str) -> None:
    letter = LETTERS["access_reply"]
    values = context(letter, letter_case("en"))
    text = readable(render_letter(letter, "en", values).markdown)
    assert check_edited(letter, "en", values, text) == ()
    sentence = "you may go to court (judicial remedy, Article 79 GDPR)."
    assert sentence in text
    hidden = text.replace("- **Court:** ", "").replace(sentence, "")
    hidden = hidden.replace("In the Netherlands you do so by an application to the district", "")
    hidden = hidden.replace("court within six weeks", "six weeks")
    hidden += f"\n\n{TRICKS[trick].replace('{}', WORDS)}\n"
    assert [part.id for part in check_edited(letter, "en", values, hidden)] == ["court"]


def test_values_in_the_target_of_a_link_are_not_read(tmp_path: Path) -> None:
    part = "{% call p.part('authority') %}[{{ f.authority_name }}](%s){% endcall %}"
    shown = "{{ f.authority_name }} ([{{ f.authority_website }}]({{ f.authority_website }}))"
    hidden = part.replace("%s", "https://autoriteitpersoonsgegevens.nl")
    assert _missing(hidden, tmp_path, "authority") == {"authority"}
    seen = "{% call p.part('authority') %}" + shown + "{% endcall %}"
    assert _missing(seen, tmp_path, "authority") == set()


def _missing(part: str, folder: Path, only: str = "court") -> set[str]:
    """What the English access reply leaves out when its remedies are written so."""
    letter = LETTERS["access_reply"]
    name, shared = template_name(letter.name, "en"), template_name("_parts", "en")
    source = (templates_folder() / name).read_text(encoding="utf-8")
    assert "{{ p.remedies() }}" in source
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source.replace("{{ p.remedies() }}", f"\n{part}\n"), encoding="utf-8")
    assert (templates_folder() / shared).is_file()

    def here(path: str, lang: str, given: dict[str, object], *_: object) -> str:
        return render_here(path, lang, given, (str(folder), str(templates_folder())))

    from privacydesk.documents.letters import text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "render", here)
        values = context(letter, letter_case("en"))
        missing = render_letter(letter, "en", values).missing
    return {one.id for one in missing} - ({"authority", "court"} - {only})


# --------------------------------------------------------------------------- what is seen


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("# Head\n\n- **a** *b* `c`\n\n> d", "Head a b c d"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("go[^1]\n\n[^1]: to court.", "go[^1] [^1]: to court."),
        (r"\<\!\-\- said \-\-\> \~\~so\~\~", "<!-- said --> ~~so~~"),
        ("&lt;!-- said --&gt;", "<!-- said -->"),
        ("co\u200burt &#8203; c\u00adourt", "court court"),
        ("<br> court", "court"),
        ("[court](x)", "court"),
    ],
)
def test_what_a_reader_sees(markdown: str, seen: str) -> None:
    assert Seen(markdown).text == seen


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\ufeff", "\u3164", "\u2800 \u00ad", "\u180e"])
def test_characters_without_a_shape_state_nothing(blank: str) -> None:
    assert visible(blank) == ""
    with pytest.raises(InputError, match="empty"):
        read_fact("reason", blank)
    with pytest.raises(InputError, match="filled parts"):
        read_fact("notified", f"{blank} | 2026-03-01")
    values = context(LETTERS["refusal"], letter_case("en")) | {"netherlands": False}
    values["f"] = {**values["f"], "reason": blank}
    assert {part.id for part in render_letter(LETTERS["refusal"], "en", values).missing} == {
        "reason"
    }


def test_signs_in_data_stay_text_in_the_readable_letter() -> None:
    letter, given = LETTERS["refusal"], dict(letter_case("en").values)
    given["reason"] = "They wrote <!-- and ~~never~~ <b>again</b>, see [^1]: twice"
    values = context(letter, letter_case("en", values=given))
    markdown = render_letter(letter, "en", values)
    assert markdown.missing == ()
    plain = readable(markdown.markdown)
    assert check_edited(letter, "en", values, plain) == ()
