"""Make the sample outputs in docs/samples/ from the demo: invented people, real documents.

    make samples

Everything is written by the use cases that the two doors call; nothing is touched up afterwards.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from privacydesk.desk import answer, cases, letters
from privacydesk.desk.context import Desk
from privacydesk.desk.demo import run_demo

SAMPLES = Path(__file__).parent / "samples"
LETTERS = ("acknowledgement", "access_reply", "portability_reply")
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
                    reference = cases.log(
                        desk,
                        subject_id=subject_id,
                        rights=["access"],
                        received=cases.show(desk, made.case).case.received_at,
                        channel="email",
                        language=language,
                    ).reference
                    cases.search_systems(desk, reference)
                report = SAMPLES / f"access-report.{language}.pdf"
                answer.report(desk, reference, "pdf", Path(folder) / report.name, force=True)
                shutil.copy(Path(folder) / report.name, report)
                for name in LETTERS:
                    letters.letter(
                        desk,
                        made.case,
                        name,
                        "pdf",
                        SAMPLES / f"letter-{name.replace('_', '-')}.{language}.pdf",
                        language=language,
                        force=True,
                    )
    sys.stdout.write(f"Samples written to {SAMPLES.name}/\n")


if __name__ == "__main__":
    main()
