"""E-mail addresses: the key under which two writings of one address are equal."""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import lru_cache
from typing import Final

# The plain addresses that make up nearly all data; the rest goes to email-validator.
_PLAIN: Final = re.compile(
    r"[a-z0-9_%+'\-]+(?:\.[a-z0-9_%+'\-]+)*@"
    r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_PLACEHOLDER_LOCAL: Final = re.compile(
    r"(?:test\d*|tester|testing|no-?reply|do-?not-?reply|niet-?beantwoorden|nicht-?antworten"
    r"|none|no-?mail|no-?email|geen|geen-?mail|geen-?email|geenemail|keine|keine-?mail|unknown"
    r"|onbekend|unbekannt|anonymous|anoniem|anonym|guest|gast|dummy|noemail|x|xx|xxx"
    r"|deleted|mailer-daemon|postmaster)(?:\+.*)?"
)


def email_key(text: str) -> str | None:
    """The canonical form: case folded, the domain in ASCII (punycode), or None when invalid.

    The domain of an address that only looks like another one (homographs) therefore differs
    visibly. Reserved domains such as `.test` count: they name nobody else.
    """
    address = text.strip().strip("<>").casefold()
    if address.startswith("mailto:"):
        address = address[7:]
    if len(address) > 254:
        return None
    if _PLAIN.fullmatch(address):
        return address
    if "@" not in address:
        return None
    return _validated(address)


@lru_cache(maxsize=20_000)
def _validated(address: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    if "<" in address:
        address = parseaddr(address)[1]
        if _PLAIN.fullmatch(address):
            return address
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError, ValueError):
        return None
    return f"{found.local_part}@{found.ascii_domain}".casefold()


def is_placeholder(key: str) -> bool:
    """True for addresses that stand for nobody: `test@`, `noreply@`, `geen@` ..."""
    return _PLACEHOLDER_LOCAL.fullmatch(key.partition("@")[0]) is not None


def split_mailbox(text: str) -> tuple[str | None, str | None]:
    """Name and address of `Anna Bos <anna@example.nl>`; either may be None."""
    name, address = parseaddr(" ".join(text.split()))
    if "@" not in address:
        return (text.strip() or None, None)
    return (name or None, address)
