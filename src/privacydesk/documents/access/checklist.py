"""The items of the access checklist that the answer itself can fail, on the text as it is written.

Looking at the finished words, not at what was meant to be printed, also holds for the templates
of users: one that leaves out the authority fails A10, whatever the policy pack says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from privacydesk.documents.access.checks import content_findings
from privacydesk.documents.access.delivered import Delivered, flatten
from privacydesk.documents.access.disclosures import outside_eea, recipients, transfers
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.narrative import context, covering, render_report
from privacydesk.documents.access.origins import origins
from privacydesk.documents.access.periods import periods
from privacydesk.documents.blocks import BLACK_BOX, strings
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_day, show_moment
from privacydesk.domain.backups import is_backup
from privacydesk.domain.checklist import Problem
from privacydesk.domain.coverage import Coverage
from privacydesk.domain.scope_types import RecordScope

_YES: Final = {"nl": r"\bja\b", "de": r"\bja\b", "en": r"\byes\b"}
_NO: Final = {"nl": r"\bnee\b|\bgeen\b", "de": r"\bnein\b|\bkeine\b", "en": r"\bno\b"}
_RIGHTS: Final[Mapping[str, tuple[str, ...]]] = {
    "nl": ("corrig|rectific", "wis|verwijder", "beperk", "bezwaar"),
    "de": ("berichtig", "lösch", "einschränk", "widers"),
    "en": ("correct|rectif", "eras|delet", "restrict", "object"),
}
_COURT: Final = {"nl": r"rechter|rechtbank", "de": r"gericht", "en": r"\bcourt\b"}
_EEA: Final = {
    "nl": r"Europese Economische Ruimte|\bEER\b",
    "de": r"Europäischen? Wirtschaftsraum|\bEWR\b",
    "en": r"European Economic Area|\bEEA\b",
}
_AUTOMATED: Final = {"nl": r"artikel(en)? .*22", "de": r"Artikel .*22", "en": r"Articles? .*22"}
# "As long as necessary" alone is no period (Art. 15(1)(d)).
_VAGUE: Final = re.compile(
    r"(as long as|zo ?lang als|so ?lange)\W+(\w+\W+){0,3}?"
    r"(necessary|needed|nodig|noodzakelijk|nötig|erforderlich)(\W+\w+)?\W*",
    re.IGNORECASE,
)
_NO_PURPOSE: Final = re.compile(r"\W*(service|services|dienst\w*|allgemein\w*|general)\W*", re.I)


def answer_problems(
    facts: ReportFacts, coverage: Coverage, user_templates: Path | None = None
) -> Iterator[Problem]:
    """Everything wrong with an access report as it would be written from `facts`."""
    yield from content_findings(facts, coverage)
    summary, information = narrative(facts, user_templates)
    yield from _said(facts, summary, information)
    yield from _faithful(facts.scopes, facts.delivered, facts.words("report", "agent"))


def narrative(facts: ReportFacts, user_templates: Path | None = None) -> tuple[str, str]:
    """The words of the summary and of the information, blanks made one."""
    values = context(facts)
    texts = []
    for name in ("summary", "information"):
        text = render_report(name, facts, values, user_templates)
        texts.append(_plain(" ".join(strings(parse(text)))))
    return texts[0], texts[1]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _said(facts: ReportFacts, summary: str, information: str) -> Iterator[Problem]:
    words = facts.words
    language = words.language
    whole = f"{summary} {information}"

    def lacks(text: str) -> bool:
        return bool(text) and _plain(text) not in whole

    confirm = _YES if facts.scopes else _NO
    if not re.search(confirm[language], summary, re.IGNORECASE):
        yield Problem("A01", "The summary does not say whether data are processed.")
    if not summary:
        yield Problem("A22", "There is no summary on the first page.")
    yield from _activities(facts, words, whole)
    yield from _receivers(facts, words, whole)
    for period in periods(facts, words):
        if lacks(period["rule"]) or lacks(period["title"]):
            yield Problem("A08", f"The storage period of {period['title']} is not in the text.")
        if _VAGUE.fullmatch(period["rule"]):
            yield Problem("A08", f"“{period['rule']}” is no period ({period['title']}).")
    if facts.scopes:
        for pattern in _RIGHTS[language]:
            if not re.search(pattern, information, re.IGNORECASE):
                yield Problem("A09", f"A right is not told (looked for: {pattern}).")
    for authority in facts.pack.authorities:
        if lacks(authority.name) or not authority.website or lacks(authority.website):
            yield Problem("A10", f"{authority.name} or its website is not in the text.")
    yield from _automated(facts, words, whole, information)
    if left_out := facts.left_out:
        if not re.search(_COURT[language], information, re.IGNORECASE):
            yield Problem("A21", "The way to court is not told beside what is withheld.")
        if any(not one.ruling.article or lacks(one.ruling.words(language)) for one in left_out):
            yield Problem("A21", "Something is withheld without its reason and article.")
    if facts.data_as_of is not None:
        moments = [system.as_of for system in facts.systems if system.as_of is not None]
        for moment in moments:
            if lacks(show_moment(moment.astimezone(facts.zone), language)):
                yield Problem("A23", "The state of the data of a system is not told.")
                break
    for look in facts.look_ups:
        if lacks(show_day(look.day, language)):
            yield Problem("A27", "A look-up of the data is not told.")
            break
    for code in facts.legend:
        if code.meaning and lacks(code.meaning):
            yield Problem("A17", f"The meaning of {code.field} {code.code} is not in the text.")
    yield from _origins(facts, words, whole)
    yield from _backups(facts, words, whole)
    yield from _controller(facts)


def _activities(facts: ReportFacts, words: Words, whole: str) -> Iterator[Problem]:
    language = words.language
    for activity in covering(facts):
        purposes = [purpose(language) for purpose in activity.purposes]
        if any(_plain(text) not in whole for text in purposes):
            yield Problem("A04", f"A purpose of {activity.id} is not in the text.")
        if purposes and all(_NO_PURPOSE.fullmatch(text) for text in purposes):
            yield Problem("A04", f"The purpose of {activity.id} is not specific.")
        data = [text(language) for text in activity.data]
        if not data or any(_plain(text) not in whole for text in data):
            yield Problem("A05", f"The categories of data of {activity.id} are not in the text.")
    for kind in sorted({record.kind.value for record in facts.delivered}):
        if words("kind", kind) not in whole:
            yield Problem("A05", f"The copy holds {kind} data that the text does not name.")


def _origins(facts: ReportFacts, words: Words, whole: str) -> Iterator[Problem]:
    """A11: every kind of data that the person did not give has its source in the text."""
    told = origins(facts, covering(facts), words)
    for line in (*told["stated"], *told["found"]):
        if _plain(f"{line['title']}: {line['text']}") not in whole:
            yield Problem("A11", f"The source of {line['title']} is not in the text.")


def _backups(facts: ReportFacts, words: Words, whole: str) -> Iterator[Problem]:
    """A29: a backup or an archive is named with what was found in it, or that it cannot be."""
    for system in facts.systems:
        if not is_backup(system.name, system.holds):
            continue
        if _plain(system.name) not in whole:
            yield Problem("A29", f"The backup or archive {system.name} is not in the text.")
        elif system.impossible and words("report", "not_searchable") not in whole:
            yield Problem("A29", f"That {system.name} cannot be searched is not in the text.")


def _receivers(facts: ReportFacts, words: Words, whole: str) -> Iterator[Problem]:
    activities = covering(facts)
    for recipient in recipients(facts.pack, activities, words):
        if _plain(recipient["name"]) not in whole:
            yield Problem("A06", "A recipient is not in the text.")
    abroad = transfers(facts.pack, activities, words)
    told = re.search(_EEA[words.language], whole)
    if not told:
        yield Problem("A07", "Whether data leave the European Economic Area is not told.")
    for transfer in abroad:
        if told and _plain(transfer["name"]) not in whole[told.start() :]:
            yield Problem("A07", "A recipient outside the European Economic Area is not told.")
        if _plain(transfer["safeguard"]) not in whole:
            yield Problem("A13", "The safeguard of a transfer is not in the text.")
    wanted = {number for activity in activities for number in activity.recipients}
    for unplaced in facts.pack.recipients:
        if unplaced.id in wanted and not unplaced.country and not outside_eea(unplaced):
            yield Problem("A07", f"The country of the recipient {unplaced.id} is not known.", False)


def _automated(facts: ReportFacts, words: Words, whole: str, information: str) -> Iterator[Problem]:
    language = words.language
    decisions = [a.automated for a in covering(facts) if a.automated and a.automated.exists]
    if facts.pack.automated is not None and facts.pack.automated.exists:
        decisions.append(facts.pack.automated)
    for decision in decisions:
        for what in (decision.logic, decision.significance, decision.consequences):
            if not what(language) or _plain(what(language)) not in whole:
                yield Problem("A12", "An automated decision lacks its logic or consequences.")
                break
    if not decisions and not re.search(_AUTOMATED[language], information, re.IGNORECASE):
        yield Problem("A12", "Whether decisions are automated is not told.")


def _controller(facts: ReportFacts) -> Iterator[Problem]:
    controller = facts.pack.controller
    if not facts.controller_name or not controller.address:
        yield Problem("A32", "The name or address of the controller is not known.")
    if controller.dpo is None or not (controller.dpo.emails or controller.dpo.phone):
        yield Problem("A32", "How to reach the data protection officer is not known.")


# --------------------------------------------------------------------------- faithful


def _faithful(
    scopes: Iterable[RecordScope], delivered: Iterable[Delivered], role: str
) -> Iterator[Problem]:
    """A15: every value is the source's own, a black box stands in it, or a colleague's role.

    `role`: what a colleague is called in the language of the answer.
    """
    originals = {scope.record.record_id: scope.record for scope in scopes}
    wrong = 0
    for record in delivered:
        source = originals.get(record.record_id)
        if source is None or source.content_hash != record.content_hash:
            wrong += 1
            continue
        pairs = [
            *_pairs(record.fields, source.payload),
            *_pairs(record.details, source.details),
            (record.title, source.title if record.title else ""),
            (record.text, source.text if record.text else ""),
        ]
        written = {message.text for message in source.messages}
        changed = any(mine != theirs and not _marked(mine, role) for mine, theirs in pairs)
        invented = any(
            message.text not in written and not _marked(message.text, role)
            for message in record.messages
        )
        wrong += changed or invented
    if wrong:
        yield Problem("A15", f"{wrong} records differ from what the source holds.")


def _pairs(mine: object, theirs: object) -> Iterator[tuple[str, str]]:
    known = dict(flatten(theirs))
    for path, text in flatten(mine):
        yield text, known.get(path, "")


def _marked(text: str, role: str) -> bool:
    return BLACK_BOX in text or role in text
