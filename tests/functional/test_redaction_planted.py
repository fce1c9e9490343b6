"""Numbers of strangers in random writings, surroundings and places: in no output; own ones: in all.

The suite tries a few; `PLANTED=3000 pytest tests/functional/test_redaction_planted.py` many.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.every_byte import digits_in, holding
from tests.functional.people import People, Told

from privacydesk.desk import answer
from privacydesk.desk.context import Desk
from privacydesk.domain.phones import e164, is_assigned

_MANY = int(os.environ.get("PLANTED", "8"))
_DUTCH = st.from_regex(r"6[1-58][0-9]{7}|20[2-9][0-9]{6}|30[2-9][0-9]{6}", fullmatch=True)
_GERMAN = st.from_regex(r"17[0-9]{8}|151[1-7][0-9]{7}", fullmatch=True)


def _real(number: str) -> bool:
    """Whether a number is in use, and no placeholder such as 0600000000."""
    return is_assigned(number) and e164(number) is not None


_NUMBERS = st.one_of(
    _DUTCH.map(lambda n: ("31", n)),
    _DUTCH.map(lambda n: ("31", n)),
    _GERMAN.map(lambda n: ("49", n)),
).filter(lambda pair: _real("+" + "".join(pair)))
_GAPS = st.sampled_from(
    ["", "", "", " ", "-", ".", "/", "\u200b", "\u00ad", "\u00a0", "\n", "%20", "&nbsp;"]
)
_SCRIPTS = (0x30, 0x30, 0x30, 0xFF10, 0x0660, 0x06F0, 0x1D7CE)
_WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cs", "Cc", "Nd", "No", "Nl"],
        exclude_characters="\u2588+%&<\\",
    ),
    max_size=12,
)


@st.composite
def _written(draw: st.DrawFn, code: str, number: str) -> str:
    """A number as people, links and systems write it."""
    heads = [f"+{code}", f"00{code}", f"%2B{code}", f"tel:+{code}", f"wa.me/+{code}"]
    if code == "31":
        heads += ["0", "0", "0", "nr0", f"+{code} (0)"]
    if number[:1] == "6" or number.startswith(("15", "17")):
        heads.append(code)
    head = draw(st.sampled_from(heads))
    gap, at = draw(_GAPS), draw(st.integers(1, 4))
    base = draw(st.sampled_from(_SCRIPTS))
    digits = number.translate({48 + d: base + d for d in range(10)})
    return f"{head}{digits[:at]}{gap}{digits[at:]}"


@st.composite
def _planted(draw: st.DrawFn, code: str, number: str) -> str:
    before, behind = draw(_WORDS), draw(_WORDS)
    return f"{before}{draw(_written(code, number))}{behind}"


_PLACES = ("title", "text", "payload", "key", "custom", "deep", "detail", "message", "note", "file")


def _told(place: str, text: str) -> Told:
    payload: dict[str, Any] = {}
    match place:
        case "payload":
            payload = {"remark": text}
        case "key":
            payload = {f"a {text}": 1}
        case "custom":
            payload = {"custom_fields": [{"name": "other", "value": text}]}
        case "deep":
            payload = {"a": {"b": [{"c": text}]}}
    lines = {"message": (("subject", text, False),), "note": (("agent", text, True),)}
    return Told(
        title=text if place == "title" else "Title",
        text=text if place == "text" else "",
        payload=payload,
        details={"subject": text} if place == "detail" else {},
        lines=lines.get(place, ()),
    )


@st.composite
def _plants(draw: st.DrawFn) -> tuple[tuple[str, str], bool, list[tuple[str, str]], str]:
    code, number = draw(_NUMBERS)
    texts = draw(
        st.lists(
            st.tuples(st.sampled_from(_PLACES), _planted(code, number)), min_size=1, max_size=6
        )
    )
    return (code, number), draw(st.booleans()), texts, draw(_written("31", "612345678"))


def _ready(desk: Desk) -> People:
    use_pack(desk)
    return People(desk.store)


def test_a_planted_number_is_nowhere_and_the_own_one_everywhere(desk: Desk, tmp_path: Path) -> None:
    people = _ready(desk)
    counter = itertools.count(1)

    @settings(
        max_examples=_MANY, deadline=None, derandomize=_MANY < 100,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_plants())
    def check(plants: tuple[tuple[str, str], bool, list[tuple[str, str]], str]) -> None:
        (code, number), known, texts, own = plants
        if number.endswith("612345678"):
            return
        if known:
            people.add("Kees Blom", ("phone", f"+{code}{number}"))
        first = _records(desk) + 1
        person = people.add(
            "Anna de Boer",
            ("phone", "06-12345678"),
            records=[*(_told(place, text) for place, text in texts), _told("payload", own)],
        )
        with desk.store.write("tester", NOW) as tx:
            for at, (place, text) in enumerate(texts):
                if place == "file":
                    tx.sql.execute(
                        "INSERT INTO attachment(record_id, name, state, internal) "
                        "VALUES(?, ?, 'missing', 0)",
                        (first + at, f"{text}.wav"),
                    )
            tx.audit("test.attachment")
        case = log_case(desk, person, "access", "portability")
        at = next(counter)
        report = tmp_path / f"r{at}.md"
        answer.report(desk, case, "md", report)
        answer.export(desk, case, tmp_path / f"p{at}.zip")
        told = report.read_text("utf-8").replace("\\", "")
        assert not digits_in(told, number), texts
        assert holding(tmp_path / f"p{at}.zip", number) == [], texts
        assert digits_in(told, "612345678"), own
        with desk.store.write("tester", NOW) as tx:  # the next one knows nothing of this one
            tx.sql.execute(
                "DELETE FROM identifier WHERE kind = 'phone' AND value <> '+31612345678'"
            )
            tx.audit("test.forget")

    check()


def _records(desk: Desk) -> int:
    with desk.store.read() as con:
        return int(con.execute("SELECT count(*) FROM record").fetchone()[0])
