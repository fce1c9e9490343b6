"""A hash of what an answer says, apart from its day, its layout and who looked at the person.

Two answers with the same hash tell the same; another hash means that the data, the decisions or
the policy changed in between.
"""

from __future__ import annotations

import hashlib

from privacydesk.documents.access.delivered import as_json
from privacydesk.documents.access.facts import ReportFacts


def content_hash(facts: ReportFacts) -> str:
    """SHA-256 (hex) of the delivered scope of a report or a package."""
    import orjson

    content = {
        "reference": facts.reference,
        "language": facts.language,
        "controller": facts.controller_name,
        "receiver": [facts.receiver.name, *facts.receiver.address],
        "policy": facts.pack.sha256,
        "records": [
            [as_json(record), record.kept_until, record.restricted] for record in facts.delivered
        ],
        # the rulings also on what is not given: a reason that changed is another answer
        "rulings": [
            [
                scope.record.record_id,
                scope.outcome.value,
                scope.ruling.code,
                scope.ruling.article,
                [[g.id, g.access.code, g.portability.code] for g in scope.groups],
            ]
            for scope in sorted(facts.scopes, key=lambda scope: scope.record.record_id)
        ],
        "systems": [[system.name, system.hits] for system in facts.systems],
    }
    data = orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
    return hashlib.sha256(data).hexdigest()
