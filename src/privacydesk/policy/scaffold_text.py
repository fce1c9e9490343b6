"""Writes the TOML text of a new policy pack; the loader has the last word on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.pack_parts import RetentionLaw
from privacydesk.domain.periods import Duration, Event
from privacydesk.domain.rights import Right
from privacydesk.policy.layers import NOT_STATED
from privacydesk.policy.loader import parse_pack
from privacydesk.policy.presets import PRESETS, Preset, period_text
from privacydesk.policy.scaffold import MENTIONED, Answers, split

SCHEMA_FILE: Final = "policy-pack.schema.json"
_NOWHERE: Final = "ZZ"
"""The code that ISO 3166 leaves to users for no country: it has no holidays, numbers or law."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def pack_text(name: str, answers: Answers) -> str:
    """The TOML text of the pack `name` from settled answers; always valid under the loader.

    Raises InputError for a name that cannot be one, and PackError when the answers together make
    no pack (an unknown region or time zone).
    """
    check_name(name)
    text = "\n".join(_lines(name, answers)).rstrip() + "\n"
    parse_pack(text, file=f"{name}.toml", name=name)
    return text


def copied_text(name: str, text: str) -> str:
    """The text of another pack under a new name. Raises InputError and PackError."""
    check_name(name)
    head, found, rest = re.split(r'(?m)^(name\s*=\s*(?:"[^"\n]*"|\'[^\'\n]*\'))', text, maxsplit=1)
    renamed = f"{head}name = {_string(name)}{rest}" if found else text
    without = re.sub(r"(?m)^#:schema .*\n", "", renamed)
    made = f"#:schema ./{SCHEMA_FILE}\n{without}"
    parse_pack(made, file=f"{name}.toml", name=name)
    return made


def check_name(name: str) -> None:
    """Raise InputError for a name that no pack can have."""
    if _NAME.fullmatch(name) is None:
        raise InputError(
            "A pack is named with a-z, 0-9 and _, starting with a letter, at most 40 of them."
        )


def _lines(name: str, a: Answers) -> Iterator[str]:
    languages = split(a.get("letters", "")) or ["en"]
    yield f"#:schema ./{SCHEMA_FILE}"
    yield f"# {_comment(a.get('controller') or name)}: what was published, fact by fact."
    yield f'# Replace each "{NOT_STATED}" by what your statement says. Where it says nothing,'
    yield "# leave it: answers then name what is missing."
    yield ""
    yield f"name = {_string(name)}"
    for fact in ("security", "complaint", "transfer", "automated"):
        yield f'{fact} = "{NOT_STATED}"'
    yield ""
    yield "[statement]"
    yield f"title = {_string(a.get('title') or name)}"
    yield f"language = {_string(a.get('language') or 'en')}"
    yield f"date = {a.get('date') or _string(NOT_STATED)}"
    yield ""
    yield "[controller]"
    yield f"name = {_string(a.get('controller') or name)}"
    if a.get("trade_name"):
        yield f"trade_name = {_string(a['trade_name'])}"
    yield f"address = {_fact(a, 'address')}"
    yield f"phone = {_fact(a, 'phone')}"
    yield f"emails = {_list_or_silence(a, 'emails')}"
    if a.get("dpo_emails"):
        yield ""
        yield "[controller.dpo]"
        yield f"emails = {_list(split(a['dpo_emails']))}"
    else:
        yield f'dpo = "{NOT_STATED}"'
    yield ""
    yield "[place]"
    if a.get("country"):
        yield f"country = {_string(a['country'])}"
    else:
        yield f'country = "{_NOWHERE}"  # {NOT_STATED}: write yours, such as NL'
    if a.get("region"):
        yield f"region = {_string(a['region'])}"
    yield f"zone = {_string(a.get('zone') or 'UTC')}"
    yield ""
    yield "[letters]"
    yield f"languages = {_list(languages)}"
    yield f"address = {_string(a.get('form') or 'formal')}"
    yield ""
    yield "[retention]"
    yield f"law = {_string(a.get('law') or RetentionLaw.NOT_AVAILABLE.value)}"
    yield ""
    if a.get("authority"):
        yield "[[authority]]"
        yield f"name = {_string(a['authority'])}"
        yield 'why = "establishment"'
        yield f"country = {_string(a.get('country') or _NOWHERE)}"
        if a.get("region"):
            yield f"region = {_string(a['region'])}"
        yield ""
    yield from _rights(a)
    activities = split(a.get("activities", ""))
    for activity in activities or ["support"]:  # the loader wants one: an example, all open
        yield from _activity(PRESETS[activity], a, languages, chosen=bool(activities))


def _rights(a: Answers) -> Iterator[str]:
    emails = split(a.get("emails", ""))
    channels = ", ".join(f'{{ kind = "email", value = {_string(one)} }}' for one in emails)
    wanted = split(a.get("rights", ""))
    for right in Right:
        if right.value not in (MENTIONED if "all" in wanted else wanted):
            continue
        yield "[[right]]"
        yield f'right = "{right.value}"'
        if channels:
            yield f"channels = [{channels}]"
        if a.get("house_days") and right.facts.clock and not right.facts.at_once:
            yield f"house_days = {int(a['house_days'])}"
        yield ""


def _activity(preset: Preset, a: Answers, languages: list[str], *, chosen: bool) -> Iterator[str]:
    basis = a.get(f"{preset.id}.basis")
    period = a.get(f"{preset.id}.period")
    yield "[[activity]]"
    yield f"id = {_string(preset.id)}"
    yield f"title = {_text(preset.title, languages)}"
    if chosen:
        yield f"purposes = [{_text(preset.purpose, languages)}]"
        yield f"data = [{_text(preset.data, languages)}]"
    else:
        yield f'purposes = "{NOT_STATED}"'
        yield f'data = "{NOT_STATED}"'
    yield f"kinds = {_list(preset.kinds)}"
    yield f'basis = [{{ article = "{basis}" }}]' if basis else f'basis = "{NOT_STATED}"'
    yield f'recipients = "{NOT_STATED}"'
    if period:
        start = Event(a.get(f"{preset.id}.from") or preset.start)
        yield ""
        yield "[[activity.period]]"
        yield f"text = {_text(period_text(Duration.parse(period), start), languages)}"
        until = f'{{ after = "{period}", from = "{start.value}" }}'
        yield f'stages = [{{ until = {until}, then = "erase" }}]'
    else:
        yield f'period = "{NOT_STATED}"'
    yield ""


def _fact(a: Answers, key: str) -> str:
    return _string(a.get(key) or NOT_STATED)


def _list_or_silence(a: Answers, key: str) -> str:
    values = split(a.get(key, ""))
    return _list(values) if values else _string(NOT_STATED)


def _list(values: list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(_string(value) for value in values)}]"


def _text(text: LocalText, languages: list[str]) -> str:
    pairs = (f"{code} = {_string(getattr(text, code))}" for code in languages)
    return f"{{ {', '.join(pairs)} }}"


def _string(value: str) -> str:
    """A TOML basic string: as JSON, which leaves only the delete character unescaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """A text that stays on one line of comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
