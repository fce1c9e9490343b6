"""What must never be kept: found by the name of a field and by the look of a value.

A password, the hash of one, a full card number or a citizen number has no place in a desk that
copies exports (Art. 5(1)(c) and (f); for the Dutch citizen number Art. 46 UAVG). They are cut out
at import, a marker stays in their place, and each class is counted so that the answer can say
that the source holds such data.

Precision matters as much as recall: a 15-digit IMEI passes the same Luhn check as a card number.
So a bare run of digits is a card only with 16 digits in the ranges of Visa or Mastercard; other
ranges need the grouping printed on cards (4-4-4-4, 4-6-5) or a word such as "card" before them;
and a word such as "IMEI" or "order" before the digits says that they are something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from privacydesk.domain.identifiers import luhn
from privacydesk.domain.secret_words import cut_labelled, may_label
from privacydesk.domain.text import fold

PASSWORD: Final = "password"  # noqa: S105 - the name of a class
PASSWORD_HASH: Final = "password hash"  # noqa: S105
CARD_NUMBER: Final = "card number"
CARD_CODE: Final = "card code"
CITIZEN_NUMBER: Final = "citizen number"
TOKEN: Final = "access token"  # noqa: S105
CLASSES: Final = (PASSWORD, PASSWORD_HASH, CARD_NUMBER, CARD_CODE, CITIZEN_NUMBER, TOKEN)


def marker(secret: str) -> str:
    """What stands in the place of a dropped value."""
    return f"[dropped: {secret}]"


# ------------------------------------------------------------------------------ by field name

# Words of a field name, folded and without separators between them.
_NAME_RULES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        PASSWORD_HASH,
        re.compile(
            r"(password|passwd|wachtwoord|passwort|kennwort)(hash|salt|digest|crypt)"
            r"|(hashed|encrypted|crypted)(password|passwd|wachtwoord|passwort)|^pwhash$|^userpass$"
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"password|passwd|passphrase|wachtwoord|passwort|kennwort|losenord|passord"
            r"|^(?:user|login|account|hotline)?(?:pwd|pw|ww)$|^pin(?:number|nummer|nr|no)?$|pincode$"
            r"|simpin|^puk(?:code)?\d?$|passcode|sperrcode|sperrmuster|patternlock|lockpattern"
            r"|(?:toegangs|zugangs|access|scherm|inlog|login|toestel)code$|screenlock|swipepattern"
            r"|(?:ontgrendel|vergrendel|entsperr|unlock)(?:ings|ungs)?(?:code|pin|patroon|pattern"
            r"|muster)|(?:secret|security|geheime|sicherheits)(?:question|answer|vraag|frage)"
            r"|(?:geheim|beveiligings)(?:vraag|antwoord)|^geheimezahl$"
        ),
    ),
    (
        CARD_CODE,
        re.compile(r"^(?:cvv2?|cvc2?|csc|cid|cardcode|securitycode|pruefziffer)$|cvv|cvc2?$"),
    ),
    (
        CARD_NUMBER,
        re.compile(
            r"^(?:credit|debit|bank)?card(?:number|no|nr|num)$|^cc(?:number|no|num)$|kreditkarte"
            r"(?:n?nummer|nnr)?$|creditcard(?:nummer|number|nr)?$|^kaartnummer$|^kartennummer$"
            r"|^pan$|^primaryaccountnumber$"
        ),
    ),
    (
        CITIZEN_NUMBER,
        re.compile(
            r"^bsn(?:nummer|nr)?$|burgerservice|sofinummer|^sofi$|citizennumber|citizenid"
            r"|nationalid|nationalnumber|nationalinsurance|socialsecurity|^ssn$|^nino$"
            r"|steuerid|steueridentifikation|^idnr$|^tin$|^taxid$|personalausweis|ausweisnummer"
            r"|sozialversicherung|^svnr$|^ahv|rijksregister|nationaalnummer|registrenational"
            r"|fodselsnummer|^personnummer$|^cpr(?:nummer|nr)?$|passport(?:number|no|nr)?$"
            r"|paspoortnummer|reisepassnummer|idcard(?:number|no|nr)|documentnummer"
            r"|identitycard(?:number|no|nr)?"
        ),
    ),
    (
        TOKEN,
        re.compile(
            r"^(?:api|access|auth|refresh|session|reset|bearer)(?:key|token|secret)$"
            r"|^(?:client)?secret$|^singleaccesstoken$|^perishabletoken$|^persistencetoken$"
            r"|^cryptedtoken$"
        ),
    ),
)
# "Password changed at" tells when, not what; a number of tries is no secret either.
_HARMLESS_NAME: Final = re.compile(
    r"(?:chang|reset|expir|updat|date|time|datum|gewijzigd|geandert|geaendert|ablauf|verloopt"
    r"|hasp|isp|last|attempt|policy|strength)"
)
_NAME_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


def class_of_field(name: str) -> str | None:
    """The class of secret that a field of this name holds, or None. Names in en, nl and de."""
    folded = fold(name)
    last = re.split(r"[.\[\]]", folded)[-1] or folded
    word = _NAME_SEPARATORS.sub("", last)
    if not word:
        return None
    for secret, pattern in _NAME_RULES:
        if pattern.search(word):
            return None if secret != CARD_CODE and _HARMLESS_NAME.search(word) else secret
    return None


_OTHER_NUMBER: Final = re.compile(
    r"imei|serial|serie|order|bestel|auftrag|ticket|track|iccid|ean$|gtin|barcode|invoice|factuur"
    r"|rechnung|phone|telefo|mobil|iban|(?:^|[^a-z])(?:id|sn|sku|uuid|uniqueid)$"
)


def names_other_number(name: str) -> bool:
    """True when a field of this name holds long numbers that are no cards: IMEI, order, id."""
    return _OTHER_NUMBER.search(fold(name)) is not None


# ------------------------------------------------------------------------------ by value

_DIGITS: Final = re.compile(r"(?<![\w.,+*])\d(?:[ \-]?\d){12,18}(?![\d*]|[.,]\d)")
_GROUPED: Final = re.compile(
    r"\d{4}([ \-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ \-])\d{6}\2\d{4,5}"
)
_VISA_MASTERCARD: Final = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
)
_OTHER_CARDS: Final = re.compile(
    r"3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}"
    r"|(?:5[06-9]|6\d)\d{11,17}|62\d{14,17}|4\d{12}(?:\d{6})?"
)
_IBAN_HEAD: Final = re.compile(r"(?:^|\W)[A-Za-z]{2}\d\d[ \-]?$")  # digits of an account follow
_CARD_WORDS: Final = re.compile(
    r"(?i)(?:card|karte|kaart|visa|mastercard|maestro|amex|american express|\bpan|\bcc)\W*"
    r"(?:number|nummer|num|no|nr|is|ist)*\W*$"
)
_OTHER_WORDS: Final = re.compile(
    r"(?i)(?:imei(?:sv)?|serial|serie|sn|s/n|order|bestel\w*|bestell\w*|auftrag\w*|ticket|track\w*"
    r"|zending|sendung\w*|iccid|ean|gtin|barcode|invoice|factuur|rechnung\w*|klant\w*|kunden\w*"
    r"|customer|reference|referentie|referenz|id|uuid|transact\w*|transaktion\w*)\W*"
    r"(?:number|nummer|num|no|nr|is|ist)*[\W_]{0,4}$"
)
_HASH: Final = re.compile(
    r"\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$[^\s\"']{20,}|\$[PH]\$[./A-Za-z0-9]{31}"
    r"|\$[156]\$[^\s$]{1,20}\$[./A-Za-z0-9]{22,}|pbkdf2_sha256\$\d+\$[^\s\"']{20,}"
)
_LABELLED_CITIZEN: Final = re.compile(
    r"(?i)\b(bsn|burgerservicenummer|sofinummer|sofi-nummer|steuer-?id(?:nr)?|steuer-"
    r"identifikationsnummer|steueridentifikationsnummer|idnr|ahv(?:-n(?:umme)?r)?|svnr"
    r"|sozialversicherungsnummer|rijksregisternummer|rijksregisternr|insz|f[øo]dselsnummer"
    r"|social security(?: number)?|ssn|cpr(?:-nr)?)"
    r"((?:\W|nummer|number|nr|no|is|ist|er){0,8}\s*)(\d[\d .\-/]{6,16}\d)(?!\d)"
)
_AHV: Final = re.compile(r"(?<!\d)756\.\d{4}\.\d{4}\.\d{2}(?!\d)")
# What lets nearly every text go: no long run of digits, and no word that labels a secret. Plain
# substring tests are several times faster than one pattern with many alternatives.
_LONG_DIGITS: Final = re.compile(r"\d(?:[ .\-]?\d){11}")
_HINT_WORDS: Final = (
    "$",
    "pbkdf2",
    "bsn",
    "burgerserv",
    "sofi",
    "steuer",
    "idnr",
    "ahv",
    "svnr",
    "sozialvers",
    "rijksreg",
    "insz",
    "dselsn",
    "ssn",
    "social sec",
    "cpr",
)


def may_hold_secret(text: str) -> bool:
    """A cheap test that is True for every text that `scrub` changes."""
    if _LONG_DIGITS.search(text) is not None:
        return True
    lowered = text.lower()
    for word in _HINT_WORDS:
        if word in lowered:
            return True
    return may_label(lowered)


def scrub(text: str) -> tuple[str, dict[str, int]]:
    """The text with each secret replaced by its marker, and how many of each class were cut.

    Masked cards (`**** 4242`), IMEIs, order numbers and IBANs stay.
    """
    if not may_hold_secret(text):
        return text, {}
    dropped: dict[str, int] = {}

    def cut(secret: str) -> str:
        dropped[secret] = dropped.get(secret, 0) + 1
        return marker(secret)

    text = _HASH.sub(lambda _found: cut(PASSWORD_HASH), text)
    text = cut_labelled(text, lambda: cut(PASSWORD))
    text = _LABELLED_CITIZEN.sub(
        lambda found: (
            f"{found[1]}{found[2]}{cut(CITIZEN_NUMBER)}"
            if _is_citizen_number(fold(found[1]), re.sub(r"\D", "", found[3]))
            else found[0]
        ),
        text,
    )
    text = _AHV.sub(lambda _found: cut(CITIZEN_NUMBER), text)
    text = _DIGITS.sub(
        lambda found: cut(CARD_NUMBER) if _is_card(found) else found[0],
        text,
    )
    return text, dropped


def _is_card(found: re.Match[str]) -> bool:
    written = found[0]
    digits = written.replace(" ", "").replace("-", "")
    if not luhn(digits):
        return False
    before = found.string[max(0, found.start() - 32) : found.start()]
    if _IBAN_HEAD.search(before):
        return False
    if _CARD_WORDS.search(before):
        return bool(_VISA_MASTERCARD.fullmatch(digits) or _OTHER_CARDS.fullmatch(digits))
    if _GROUPED.fullmatch(written):
        return bool(_VISA_MASTERCARD.fullmatch(digits) or _OTHER_CARDS.fullmatch(digits))
    return bool(_VISA_MASTERCARD.fullmatch(digits)) and not _OTHER_WORDS.search(before)


def is_bsn(digits: str) -> bool:
    """The 11-test of the Dutch citizen number; eight digits have lost a leading zero."""
    digits = digits.zfill(9)
    if len(digits) != 9 or not digits.isdigit() or digits == "0" * 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(a) * b for a, b in zip(digits, weights, strict=True)) % 11 == 0


def _is_steuer_id(digits: str) -> bool:
    """Check digit of the German tax identification number, ISO 7064 MOD 11,10."""
    if len(digits) != 11 or digits[0] == "0":
        return False
    product = 10
    for char in digits[:-1]:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def _is_ahv(digits: str) -> bool:
    """Swiss AHV number: prefix 756 and the check digit of an EAN-13."""
    if len(digits) != 13 or not digits.startswith("756"):
        return False
    total = sum(int(char) * (3 if index % 2 else 1) for index, char in enumerate(digits[:-1]))
    return -total % 10 == int(digits[-1])


def _is_rijksregister(digits: str) -> bool:
    """Belgian national number: 97 minus the rest; from 2000 on with a 2 put in front."""
    if len(digits) != 11:
        return False
    check = int(digits[9:])
    return any(97 - int(front + digits[:9]) % 97 == check for front in ("", "2"))


def _length(*allowed: int) -> Callable[[str], bool]:
    return lambda digits: len(digits) in allowed


_CITIZEN_CHECKS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("bsn", is_bsn),
    ("burgerservice", is_bsn),
    ("sofi", is_bsn),
    ("steuer", _is_steuer_id),
    ("idnr", _is_steuer_id),
    ("ahv", _is_ahv),
    ("rijksregister", _is_rijksregister),
    ("insz", _is_rijksregister),
    ("svnr", _length(10)),
    ("sozialvers", _length(10, 12)),
    ("fodsels", _length(11)),
    ("ssn", _length(9)),
    ("social", _length(9)),
    ("cpr", _length(10)),
)


def _is_citizen_number(label: str, digits: str) -> bool:
    return any(label.startswith(start) and check(digits) for start, check in _CITIZEN_CHECKS)
