"""Which articles allow a right to be refused, wholly or for a part of the data.

A refusal without a ground of the law is none: Art. 12(4) GDPR wants its reasons, and the burden is
the controller's (Art. 12(5)). The objection to direct marketing (Art. 21(3)) and the withdrawal of
consent (Art. 7(3)) are unconditional: only an identity that is not established stands in their way.
Pure: texts in, sentences out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from privacydesk.domain.right_names import rights_named
from privacydesk.domain.rights import Right

# the person is not identified: Art. 11(2) with 12(2), 12(6)
IDENTITY: Final = ("11(2)", "12(2)", "12(6)")
_COMMON: Final = (*IDENTITY, "12(5)")
# Art. 17(3): each letter is an exception of its own
_ERASURE: Final = tuple(f"17(3)({letter})" for letter in "abcde")
UNCONDITIONAL: Final[Mapping[Right, str]] = MappingProxyType(
    {Right.OBJECTION_MARKETING: "21(3)", Right.WITHDRAWAL: "7(3)"}
)
"""Rights that can never be refused, with the article that says so."""
GROUNDS: Final[Mapping[Right, tuple[str, ...]]] = MappingProxyType(
    {
        Right.ACCESS: (*_COMMON, "15(4)"),
        Right.RECTIFICATION: (*_COMMON, "16"),  # 16: the data are correct
        Right.ERASURE: (*_COMMON, "17(1)", *_ERASURE),  # 17(1), 18(1): no case of it applies
        Right.RESTRICTION: (*_COMMON, "18(1)"),
        Right.PORTABILITY: (*_COMMON, "20(1)", "20(2)", "20(3)", "20(4)"),
        Right.OBJECTION: (*_COMMON, "21(1)", "21(6)"),
        Right.OBJECTION_MARKETING: IDENTITY,
        Right.AUTOMATED_DECISION: (*_COMMON, "22(1)", "22(2)"),
        Right.WITHDRAWAL: IDENTITY,
        Right.COMPLAINT: _COMMON,
        Right.OTHER: _COMMON,
    }
)
"""Articles of the GDPR that allow a refusal of each right."""
# Art. 15(4) limits the copy, it never ends the whole of the access (recital 63)
_PART_ONLY: Final = frozenset({"15(4)"})
# national acts that limit these rights (Art. 23 GDPR)
_ACTS: Final = ("UAVG", "BDSG", "TDDDG")
# acts whose periods keep data beside these: Art. 17(3)(b)
_DUTIES: Final = (
    "AWR", "BW", "Wwft", "Wft", "Telecommunicatiewet", "Tw", "Wet OB", "AO", "HGB", "UStG", "EStG",
    "GwG", "TKG", "BGB",
)  # fmt: skip

_ORDINALS: Final = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6,
}  # fmt: skip
_ORDINAL: Final = re.compile(rf"\b({'|'.join(_ORDINALS)})\s+lid\b", re.IGNORECASE)
_CITED: Final = re.compile(
    r"""(\bart(?:icles?|ikel(?:en)?|\.)?\s*)?(?<![\d§(])(?<!§\s)(\d{1,3})\b
    (?:\s*,?\s*(?:\(|lid\s*|abs(?:atz|\.)?\s*|para(?:graph|\.)?\s*)(\d{1,2})\b\)?
      (?:\s*,?\s*(?:satz\s*\d\s*,?\s*)?
        (?:\(|onder\s+|sub\s+|lit(?:\.|era)?\s*|buchst(?:abe|\.)?\s*|punt\s+|point\s*\(?)
        ([a-z])\b\)?)?
    )?""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def cited(text: str) -> frozenset[str]:
    """The articles a ground names, as `17(3)(b)`, in the habit of any of the three languages."""
    text = _ORDINAL.sub(lambda found: f"lid {_ORDINALS[found[1].lower()]}", text)
    return frozenset(
        number + (f"({paragraph})" if paragraph else "") + (f"({letter.lower()})" if letter else "")
        for prefix, number, paragraph, letter in _CITED.findall(text)
        if prefix or paragraph  # a number alone may be anything
    )


def says_why(text: str) -> bool:
    """Whether a reason has words: two at least."""
    return len(_WORD.findall(text)) > 1


def allows(ground: str, right: Right, *, whole: bool) -> bool:
    """Whether `ground` names an article that allows `right` to be refused; `whole`: all of it."""
    named = cited(ground)
    for article in GROUNDS[right]:
        if whole and article in _PART_ONLY:
            continue
        if any(one == article or one.startswith(f"{article}(") for one in named):
            return True
    return right not in UNCONDITIONAL and _names(ground, _ACTS)


def refused_wholly(ground: str, rights: Iterable[Right]) -> str:
    """Why these rights cannot be refused together on this ground, in a sentence; "" if they can."""
    asked = tuple(dict.fromkeys(rights))
    for right in sorted(asked, key=lambda one: one not in UNCONDITIONAL):
        if not allows(ground, right, whole=True):
            told = _sentence(right, whole=True)
            if right in UNCONDITIONAL and len(asked) > 1:
                told += " Refuse another request of this case by the letter partial_refusal."
            return told
    return ""


def refused_partly(ground: str, rights: Iterable[Right]) -> str:
    """Why nothing of these rights can be refused on this ground, in a sentence; "" if it can."""
    asked = tuple(dict.fromkeys(rights))
    if any(allows(ground, right, whole=False) for right in asked):
        return ""
    open_ones = [right for right in asked if right not in UNCONDITIONAL] or list(asked)
    return " ".join(_sentence(right, whole=False) for right in open_ones)


def refused_row(what: str, ground: str, rights: Iterable[Right]) -> str:
    """Why a row of what is refused (`what`) cannot rest on this ground, in a sentence; "" if it
    can. Where its words name rights, the ground must allow each of them; else one of `rights`."""
    named = sorted(rights_named(what))
    if not named:
        return refused_partly(ground, rights)
    return next(filter(None, (refused_partly(ground, (right,)) for right in named)), "")


def kept_on(ground: str) -> str:
    """Why data cannot be kept on this ground after a request for erasure; "" if they can. That no
    case of Art. 17(1) applies, or who asks is unknown, refuses a request and keeps no data."""
    named = cited(ground)
    if any(one == article for one in named for article in _ERASURE) or _names(ground, _ACTS):
        return ""
    if _names(ground, _DUTIES) and re.search(r"\d", ground):
        return ""
    return (
        "Data are kept on a ground of Article 17(3)(a) to (e) GDPR, or a section of a national act "
        f"with its name ({', '.join((*_ACTS, *_DUTIES))}): name it for each row of kept."
    )


def outcome_refused(ground: str, right: Right, *, whole: bool) -> str:
    """Why a request cannot end refused on this ground (`whole`) or refused in part, in a sentence;
    "" if it can. An erasure ends in part where a duty keeps data."""
    if whole:
        return refused_wholly(ground, (right,))
    if right is Right.ERASURE and not kept_on(ground):
        return ""
    return refused_partly(ground, (right,))


def refused_though_identified(right: Right) -> str:
    """That a right which only an unknown person is refused cannot be: the person is known."""
    if right not in UNCONDITIONAL:
        return ""
    return f"The identity is confirmed in this case, so the {right.facts.en} cannot be refused."


def _names(ground: str, acts: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(act)}(?!\w)", ground) for act in acts)


def _sentence(right: Right, *, whole: bool) -> str:
    """Which grounds there are for a right."""
    term = right.facts.en
    if right in UNCONDITIONAL:
        return (
            f"The {term} can never be refused (Article {UNCONDITIONAL[right]} GDPR), unless the "
            f"person is not identified: Article {_or(IDENTITY)} GDPR."
        )
    found = [one for one in GROUNDS[right] if not (whole and one in _PART_ONLY)]
    return (
        f"The grounds to refuse {'' if whole else 'a part of '}the {term} are Article {_or(found)} "
        f"GDPR, or a national act by its name (Article 23 GDPR): {_or(_ACTS)}. State one of them."
    )


def _or(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
