"""Make the sample outputs in docs/samples/ from the demo: invented people, real documents.

    make samples

Everything is written by the use cases that the two doors call; nothing is touched up afterwards.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from privacydesk.desk import answer, cases, letters, policies
from privacydesk.desk.context import Desk
from privacydesk.desk.demo import run_demo

SAMPLES = Path(__file__).parent / "samples"
LETTERS = ("acknowledgement", "access_reply", "portability_reply")
INFORMAL = "zooplus"  # of the packs that come along, the one that says je and du
PEOPLE = 120


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = run_demo(Path(folder) / "demo", people=PEOPLE, fresh=True)
        shutil.copy(made.package, SAMPLES / "portability-package.zip")
        with Desk.open(made.store, "mira") as desk:
            subject_id = cases.show(desk, made.case).case.subject_id
            for language in ("nl", "de", "en"):
                reference = made.case
                if language != cases.show(desk, made.case).case.language:
                    reference = _another_case(desk, made.case, subject_id, language)
                _report(desk, reference, f"access-report.{language}.pdf", Path(folder))
                for name in LETTERS:
                    _letter(desk, made.case, name, language, "")
            policies.use(desk, INFORMAL)
            reference = _another_case(desk, made.case, subject_id, "nl")
            _report(desk, reference, "access-report-informal.nl.pdf", Path(folder))
            _letter(desk, reference, "acknowledgement", "nl", "-informal")
    sys.stdout.write(f"Samples written to {SAMPLES.name}/\n")


def _another_case(desk: Desk, like: str, subject_id: int | None, language: str) -> str:
    """A case of the same person and day, answered in another language or under another pack."""
    reference = cases.log(
        desk,
        subject_id=subject_id,
        rights=["access"],
        received=cases.show(desk, like).case.received_at,
        channel="email",
        language=language,
    ).reference
    cases.search_systems(desk, reference)
    return reference


def _report(desk: Desk, reference: str, name: str, folder: Path) -> None:
    """Only the report itself: the recordings beside it stay in the folder that goes away."""
    answer.report(desk, reference, "pdf", folder / name, force=True)
    shutil.copy(folder / name, SAMPLES / name)


def _letter(desk: Desk, reference: str, name: str, language: str, form: str) -> None:
    target = SAMPLES / f"letter-{name.replace('_', '-')}{form}.{language}.pdf"
    letters.letter(desk, reference, name, "pdf", target, language=language, force=True)


if __name__ == "__main__":
    main()
