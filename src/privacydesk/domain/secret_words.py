"""Passwords and PINs that people write into texts: a label, perhaps a verb, and the value.

After `:` or `=` nearly every word is the secret. After a verb (`my password is ...`) or nothing at
all it must look like one: digits in it, capitals inside, signs that words do not have. So
`password is Blauwbril77` is cut, and `password is expired`, `PIN code vergeten`, `password reset
link`, a price or an IMEI stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_LABEL: Final = r"(?:password|passwort|kennwort|wachtwoord|passwd|passphrase)"
_CODE: Final = (
    r"(?:pass[- ]?code|(?:toegangs|zugangs|access|scherm|inlog|vergrendel|toestel|sperr)[- ]?code"
    r"|unlock(?:ing)?[- ]?(?:code|pin|pattern)|ontgrendel(?:ings)?[- ]?(?:code|pin|patroon)"
    r"|entsperr(?:ungs)?[- ]?(?:code|pin|muster)|screen[- ]?lock[- ]?code)"
)
_WHOSE: Final = r"(?:\s+(?:voor|van|bij|for|of|to|für|fuer|von|zum|zur)(?:\s+[\w-]+){1,3}?)?"
_VERB: Final = (
    r"(?:is|was|ist|war|lautet|luidt|wordt|heet|hei(?:ss|ß)t"
    r"|(?:gewijzigd|veranderd|aangepast|changed|reset|set|geändert|gesetzt)\s+(?:naar|to|in|auf))"
)
_QUOTE: Final = r"[\"'„“‘`]?"
_VALUE: Final = r"[^\s\"'“”’`,;<>]{3,64}"

_AFTER_SIGN: Final = re.compile(
    rf"(?i)((?:{_LABEL}|{_CODE}|\bpin[- ]?code){_WHOSE}"
    rf"\s*(?:{_VERB})?\s*(?:[:=]|->|→)\s*{_QUOTE})({_VALUE})"
)
_SHORT_LABEL: Final = re.compile(rf"(?i)((?<!\w)(?:ww|pw|pwd)\s*[:=]\s*{_QUOTE})({_VALUE})")
_AFTER_VERB: Final = re.compile(
    rf"(?i)((?:{_LABEL}|{_CODE}){_WHOSE}\s+{_VERB}\s+(?:nu\s+|now\s+|jetzt\s+)?)"
    rf"({_QUOTE})({_VALUE})"
)
_BARE: Final = re.compile(
    rf"(?i)((?:\b(?P<mine>mijn|my|mein|ons|our|unser|hotline|klanten|kunden|login|account)[- ]?)?"
    rf"(?:(?P<code>{_CODE})|{_LABEL})\s+{_QUOTE})({_VALUE})(?P<end>(?=\s*(?:[.,;!?)\"'”’]|$|\n)))?"
)
_PIN: Final = re.compile(
    r"(?i)((?<!\w)(?P<bare>pin|puk)(?P<more>[- ]?(?:code|nummer|number|nr\.?|no\.?))?"
    r"(?:\s+(?:is|was|ist|war|lautet|luidt))?\s*(?:[:=]\s*|(?<=\s)))"
    r"(\d{4,8})(?!\w|[.,]\d|[.,]-|\s*(?:eur|€|,-))"
)
_PAID_BY: Final = re.compile(
    r"(?i)\b(?:met|per|via|mit|by|de|betaa\w*|betal\w*|bezahl\w*|paid|payment)\W+$"
)
_LOGIN: Final = re.compile(
    rf"(?i)(\b(?:in)?log(?:in|gegevens|daten)?:\s*[^\s/]{{2,64}}\s*/\s*)({_VALUE})"
)

# What stands after the sign when somebody writes about a password, not the password.
_NO_SECRET: Final = frozenset(
    {
        "none", "geen", "kein", "keins", "keine", "n/a", "unknown", "onbekend", "unbekannt", "yes",
        "nee", "nein", "vergeten", "vergessen", "forgot", "forgotten", "lost", "kwijt", "reset",
        "zie", "see", "siehe", "changed", "gewijzigd", "expired", "verlopen", "abgelaufen", "not",
        "niet", "nicht", "werkt", "wrong", "fout", "falsch", "onjuist", "incorrect", "click",
        "klik", "hier", "here", "please", "graag", "bitte", "how", "hoe", "wie", "the", "het",
        "ich", "mijn", "mein", "can", "kan", "kann", "does", "doet",
    }
)  # fmt: skip
# Names of products stand right behind the word as well: "password iPhone13 forgotten".
_PRODUCT: Final = re.compile(
    r"(?i)(?:iphone|ipad|imac|macbook|ios|windows|win|office|outlook|galaxy|samsung|android|ps"
    r"|xbox|router|fritz|nas|order|ticket|klant|kunde|case|bestel|v\d)[-_]?\w{0,6}$"
)
_PLAIN_NUMBER: Final = re.compile(
    r"[€$£]?\d+[.,]\d{1,2}|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?|\d+%?"
)
_WORDS: Final = (
    "passw", "kennw", "wachtw", "passphrase", "passcode", "pass code", "pass-code", "pincode",
    "pin-code", "pin code", "toegangs", "zugangs", "access code", "access-code", "accesscode",
    "schermcode", "scherm-code", "inlogcode", "vergrendelcode", "toestelcode", "sperrcode",
    "sperr-code", "pinnummer", "pukcode", "unlock", "ontgrendel", "entsperr",
    "screenlock", "screen lock", "screen-lock",
)  # fmt: skip
# Every one of those holds one of these: nearly all texts are let go after these few tests.
_STEMS: Final = ("passw", "kennw", "wachtw", "passp", "code", "lock", "grendel", "sperr", "pinn",
                 "angs")  # fmt: skip
_LOGINS: Final = ("login:", "inlog:", "gegevens:", "logdaten:")
_SHORT: Final = ("pin", "puk", "ww", "pw", "pwd")


def may_label(lowered: str) -> bool:
    """A cheap test on lower case text: False when nothing in it can be cut here."""
    return _holds_word(lowered) or _holds_login(lowered) or _holds_short(lowered)


def _holds_word(lowered: str) -> bool:
    for stem in _STEMS:
        if stem in lowered:
            return any(word in lowered for word in _WORDS)
    return False


def _holds_login(lowered: str) -> bool:
    return "/" in lowered and any(word in lowered for word in _LOGINS)


def _holds_short(lowered: str) -> bool:
    """True when a short label stands there as a word: it is inside many others ("shipping")."""
    for word in _SHORT:
        at = lowered.find(word)
        while at >= 0:
            end = at + len(word)
            before, after = lowered[at - 1 : at], lowered[end : end + 1]
            if not before.isalnum() and after and not after.isalpha():
                return True
            at = lowered.find(word, end)
    return False


def cut_labelled(text: str, cut: Callable[[], str]) -> str:
    """The text with each labelled password or PIN replaced by what `cut` returns."""

    def after_sign(found: re.Match[str]) -> str:
        value = found[2]
        return found[0] if _is_told(value) else f"{found[1]}{cut()}"

    def short(found: re.Match[str]) -> str:
        return f"{found[1]}{cut()}" if _looks_secret(found[2]) else found[0]

    def after_verb(found: re.Match[str]) -> str:
        quoted = bool(found[2]) and not _is_told(found[3])
        if not quoted and not _looks_secret(found[3], numbers=True):
            return found[0]
        return f"{found[1]}{found[2]}{cut()}"

    def bare(found: re.Match[str]) -> str:
        value = found[4]
        if found["code"]:
            is_code = re.fullmatch(r"\d{4,8}", value.rstrip(".)?!")) is not None
        else:
            is_code = False
        known = bool(found["mine"]) or found["end"] is not None
        if is_code or (known and _is_mixed(value) and not _PRODUCT.match(value)):
            return f"{found[1]}{cut()}"
        return found[0]

    def pin(found: re.Match[str]) -> str:
        before = found.string[max(0, found.start() - 24) : found.start()]
        paid = not found["more"] and _PAID_BY.search(before)
        return found[0] if paid else f"{found[1]}{cut()}"

    def login(found: re.Match[str]) -> str:
        return f"{found[1]}{cut()}" if _looks_secret(found[2]) else found[0]

    lowered = text.lower()
    if labelled := _holds_word(lowered):
        text = _AFTER_SIGN.sub(after_sign, text)
        text = _AFTER_VERB.sub(after_verb, text)
        text = _BARE.sub(bare, text)
    if _holds_login(lowered):
        text = _LOGIN.sub(login, text)
    if labelled or _holds_short(lowered):
        text = _SHORT_LABEL.sub(short, text)
        text = _PIN.sub(pin, text)
    return text


def _is_told(value: str) -> bool:
    """True for words about a password, links, markers and masks."""
    word = value.strip(".!?)(*•").casefold()
    return not word or word in _NO_SECRET or value.startswith(("[dropped", "http", "www."))


def _looks_secret(value: str, *, numbers: bool = False) -> bool:
    """True for what is no word: digits in it, a capital inside, signs; `numbers` alone too."""
    if _is_told(value):
        return False
    word = value.strip(".!?)(*_")
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.\w{2,}", word):
        return False  # an address of mail: the name of the account
    if _PLAIN_NUMBER.fullmatch(word):
        return numbers and word.isdigit() and 4 <= len(word) <= 12
    if len(word) < 4:
        return False
    if any(char.isdigit() for char in word):
        return True
    camel = len(word) >= 6 and re.search(r"[a-z][A-Z]", word) is not None
    return camel or re.search(r"\w[@#$%&*_+!^~]+\w", word) is not None


def _is_mixed(value: str) -> bool:
    """Small letters and digits together, as people make passwords; model numbers are capitals."""
    word = value.strip(".!?)(*_")
    return (
        len(word) >= 6
        and _looks_secret(word)
        and any(char.isdigit() for char in word)
        and any(char.islower() for char in word)
    )
