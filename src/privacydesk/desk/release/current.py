"""Whether what was released still says what it would say today."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from privacydesk.domain.errors import StateError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.release import Released


def require_current(desk: Desk, reference: str, documents: Collection[Released]) -> None:
    """Raises StateError when the data changed after the release: the answer is prepared again."""
    from privacydesk.desk.release.state import current_contents

    wanted = {d.kind: d.content for d in documents if d.content}
    contents = current_contents(desk, reference, wanted)
    for kind, content in wanted.items():
        if contents.get(kind, content) != content:
            raise StateError(
                "The data changed after the release. Prepare and release the answer again.",
                code="stale",
            )
