"""Text from strangers on every screen, in a real pseudo-terminal.

Only the bytes that reach a terminal prove anything: an escape code in a ticket replaces the
clipboard, a direction override makes text read as something else, markup becomes a live link.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.hostile.terminal import Terminal
from tests.tui.seed import Rec, Seeder

from privacydesk.desk import cases, subjects
from privacydesk.desk.context import Desk, Settings
from privacydesk.domain.text import safe_line
from privacydesk.store import settings
from privacydesk.store.engine import Store
from privacydesk.tui.texts import T
from privacydesk.tui.texts_help import HELP

pytestmark = pytest.mark.pty

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
GIVEN = Path(__file__).parents[1] / "fixtures" / "hostile.json"

# What attacks a Textual program in particular: the clipboard, live markup, the window title.
OWN = (
    "\x1b]52;c;aGFja2Vk\x07 clipboard",
    "\x1b[2J\x1b[H cleared",
    "\x9d52;c;aGFja2Vk\x9c C1 clipboard",
    "[/nope] closing tag",
    "[@click=app.quit]link[/]",
    "[bold red]loud[/]",
    "\u202eevil\u202c \u2066iso\u2069 \u200fmark",
    "\x1bP1$r0m\x1b\\ device control",
    "\x08\x08\x08 backspace \x7f delete",
)
PROGRAM = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from privacydesk.tui.app import PrivacyDeskApp
app = PrivacyDeskApp(
    Path(sys.argv[1]), "mira", now=lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC), debounce=0
)
app.run()
sys.exit(app.return_code or 0)
"""


def strings() -> tuple[str, ...]:
    given = json.loads(GIVEN.read_text("utf-8"))
    # A lone surrogate cannot be stored; the importers replace it, so it never reaches a screen.
    return (*OWN, *(s.encode("utf-8", "replace").decode() for s in given))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every text anybody could have written is one of the strings."""
    folder = tmp_path_factory.mktemp("hostile")
    folder.chmod(0o700)
    path = folder / "desk.db"
    every = strings()
    store = Store.open(path, create=True)
    desk = Desk(store, Settings(controller_name=OWN[0], language="en"), "mira", now=lambda: NOW)
    with store.write("mira", NOW) as tx:
        settings.put(tx, "controller_name", OWN[0])
        settings.put(tx, "language", "en")
        seed = Seeder(desk, tx)
        seed.system("Desk", source="freshdesk", holds=OWN[1], owner=OWN[2], how=OWN[6])
        for n, text in enumerate(every):
            seed.system(f"{n} {text}", holds=text, owner=text, how=text)
        one, party = seed.person(
            "Desk", OWN[0], f"Hoofd {OWN[0]}", [("username", t) for t in OWN], address=OWN[3]
        )
        for n, text in enumerate(every):
            seed.person("Desk", f"p{n}", f"Kwaad {n} {text}")
            seed.record(
                "Desk", party,
                Rec("ticket", f"{n} {text}", text, n + 2, text=text,
                    details={text: text, "lines": [{text: text}]},
                    payload={text: [text, {text: 1}]},
                    messages=[("third_party", text, text, n % 2 == 0)], attachments=[text]),
            )  # fmt: skip
        seed.record(
            "Desk", party,
            Rec("chat", "all", "everything at once", 1,
                messages=[("subject", text, text, False) for text in every]),
        )  # fmt: skip
        for n, text in enumerate(OWN):
            _, other = seed.person("Desk", f"s{n}", text)
            seed.suggest(party, other, text, text)
        seed.finish()
    for text in OWN:
        logged = cases.log(
            desk, subject_id=one, rights=["access"], received=NOW, channel="email",
            language="en", note=text, assignee=text,
        )  # fmt: skip
        cases.event(desk, logged.reference, "identity_asked", reason=text)
        cases.record_search(desk, logged.reference, "Desk", "hits", hits=1, note=text)
    cases.find_candidates(desk, "2026-0001")
    subjects.open_subject(desk, one, purpose=OWN[4])
    store.close()
    return path


def _tour(terminal: Terminal) -> list[str]:
    """Through every screen; returns what each showed. Every change of screen is waited for."""
    seen: list[str] = []

    def to(keys: str, words: str) -> None:
        """Press, and wait until these words are there."""
        terminal.press(keys)
        terminal.shows(words)
        seen.append(terminal.rest())

    def place(keys: str, where: str) -> None:
        """Press, and wait until the top bar says where we are."""
        terminal.press(keys)
        terminal.until(lambda text: f"{where}   mira" in text.split("\n")[0], where)
        seen.append(terminal.rest())

    def keys(*pressed: str) -> None:
        """Move about within a screen."""
        for one in pressed:
            terminal.press(one)
            seen.append(terminal.rest())

    def away(words: str) -> None:
        """Leave a dialog, and wait until its words are gone."""
        terminal.press("\x1b")
        terminal.until(lambda text: words not in text, f"{words} gone")

    to("", "2026-0001")
    to("?", HELP["desk"][0][:30])
    away(HELP["desk"][0][:30])
    place("/", T.find.title)
    to("kwaad", T.find.first[:9])
    keys("\t", "j", "G", "g")
    place("\x1b", T.desk.title)
    place("/", T.find.title)
    to("hoofd", T.find.found_one)
    to("\r", T.subject.timeline)
    keys("G")
    to("l", "everything at once")
    to("\r", "everything at once")
    keys(*("\x1b[6~" for _ in range(7)))
    to("\x1b", T.subject.timeline)
    keys("j", "j")
    to("m", T.subject.reason)
    keys("j", "h", "h", *("\x1b[C" for _ in range(4)))
    place("n", T.new.title)
    to("\x1b", T.subject.timeline)
    place("\x1b", T.find.title)
    place("\x1b", T.desk.title)
    to("\r", T.case.blocks)
    keys(*("k" for _ in range(11)), *("j" for _ in range(11)))
    to("u", T.case.search_title[:20])
    away(T.case.search_title[:20])
    to("e", T.case.event_title)
    away(T.case.event_title)
    to("l", T.case.how)
    to("y", T.common.copy_title)
    away(T.common.copy_title)
    place("\x1b", T.desk.title)
    place("s", T.systems.title)
    keys("j", "j", "G")
    to("a", T.systems.add)
    away(T.systems.add)
    place("\x1b", T.desk.title)
    place("i", T.imports.title)
    place("\x1b", T.desk.title)
    to("\x10", T.common.palette)
    to("kwa", f"{T.subject.title} ·")
    away(f"{T.subject.title} ·")
    return seen


def _visible(text: str) -> str:
    """The text without what takes no cell, spaces as one."""
    return re.sub(r"\s+", " ", re.sub("[\u200b-\u200d\u00ad]", "", text))


def test_every_screen_shows_strangers_text_harmlessly(hostile: Path, tmp_path: Path) -> None:
    terminal = Terminal(PROGRAM, [str(hostile)], columns=150, rows=50, home=tmp_path)
    seen = _tour(terminal)
    terminal.press("\x11")
    assert terminal.close() == 0, terminal.text()

    # The drawn screens, and the bytes without styles: pyte stops a line at a zero-width space.
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.raw.decode("utf-8"))
    shown = _visible(" ".join([*seen, plain]))
    for text in strings():
        word = next((w for w in _visible(safe_line(text)).split() if len(w) < 20), "")
        assert word in shown, f"{text!r} was never on a screen, so this proves nothing"

    raw = terminal.raw
    assert b"\x1b]52" not in raw, "a stranger reached the clipboard"
    assert b"aGFja2Vk" in raw, "the payload itself is shown, as text"
    for code in (b"\x1bP1$r", b"\x1b]0;t", b"\x1b[31mRED", b"\x1b[2J\x1b[H cleared"):
        assert code not in raw
    output = raw.decode("utf-8")
    assert not re.search("[\u0080-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", output)
    assert "\x00" not in output
    # What is left of escape codes is the program's own: styles, cursor, and the pointer's shape.
    own = re.sub(r"\x1b\]22;[a-z-]*\x07", "", output)
    assert "\x07" not in own
    assert set(re.findall("\x1b(.)", own)) <= {"[", "(", "=", ">", "7", "8"}


def test_a_fault_prints_no_value_of_anybody(hostile: Path, tmp_path: Path) -> None:
    """The canary is in a local variable and in the exception's own message."""
    code = PROGRAM.replace(
        "app.run()",
        "def crash():\n"
        "    canary = 'CANARY-' + '123456782'\n"
        "    raise ValueError(canary)\n"
        "app.action_theme = crash\n"
        "app.run()",
    )
    terminal = Terminal(code, [str(hostile)], home=tmp_path)
    terminal.shows("2026-0001")
    terminal.press("\x14")  # ctrl+t runs the broken action
    assert terminal.close() == 1
    output = terminal.raw.decode("utf-8", "replace")
    reports = list((tmp_path / "state").rglob("crash-*.txt"))
    assert len(reports) == 1
    kept = reports[0].read_text("utf-8")
    assert "ValueError" in output
    assert "ValueError" in kept
    assert "123456782" not in output
    assert "123456782" not in kept
    assert reports[0].stem.removeprefix("crash-") in output
