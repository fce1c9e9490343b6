"""The gate before a release: what a case must hold, for a draft that is written and at the release.

`domain/release.py` has the rules. Both use cases ask them here, so that a draft names what its
release will find.
"""

from privacydesk.desk.gate.facts import gate_facts
from privacydesk.desk.gate.situation import Situation, read_situation

__all__ = ["Situation", "gate_facts", "read_situation"]
