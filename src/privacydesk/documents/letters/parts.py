"""The mandatory parts of letters.

A template marks each part (`{% call p.part("court") %}...{% endcall %}`). A part counts as there
when it is marked and the rendered text inside holds all its `values` (paths into the context, `*`
for every row) and, for prose, one of its `words` in the language of the letter. So a mark around
something else does not pass, and neither does the value somewhere else in the letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """One mandatory part.

    `title`: for the person at the desk. `values`: dotted paths. `nl`, `de`, `en`: regular
    expressions, empty where no words are asked. `when`: a path; the part is only asked when what
    stands there is true (not empty). `source`: the rule that asks for it.
    """

    id: str
    title: str
    values: tuple[str, ...] = ()
    nl: str = ""
    de: str = ""
    en: str = ""
    when: str = ""
    source: str = ""

    def words(self, language: str) -> str:
        return {"nl": self.nl, "de": self.de}.get(language, self.en)


_ALL: Final = (
    # what every answer to a person may need
    Part("received", "the date the request was received", ("case.received",)),
    Part("reference", "the reference of the case", ("case.reference",)),
    Part("rights", "what was asked for", ("rights.*.term",)),
    Part("last_day", "the last day for the answer", ("f.last_day",), source="Art. 12(3)"),
    Part("contact", "how to reach the data protection officer", ("f.dpo",)),
    Part(
        "authority",
        "the supervisory authority with its website",
        ("f.authority_name", "f.authority_website"),
        source="Art. 12(4), 77",
    ),
    Part(
        "court",
        "the judicial remedy",
        nl=r"\brecht(er|bank)\b",
        de=r"\bgericht",
        en=r"\bcourts?\b",
        source="Art. 12(4), 79",
    ),
    Part(
        "six_weeks",
        "the six weeks to apply to the court (UAVG art. 35(2))",
        nl=r"\bzes weken\b",
        de=r"\bsechs Wochen\b",
        en=r"\bsix weeks\b",
        when="netherlands",
        source="UAVG art. 35(2)",
    ),
    # questions
    Part("doubt", "why the identity is doubted", ("f.doubt",), source="Art. 12(6)"),
    Part("least_data", "what is needed, and no more", ("f.identity_needed",)),
    Part("safe_channel", "a safe channel for it", ("f.safe_channel",)),
    Part(
        "black_out",
        "what may be blacked out",
        nl=r"onleesbaar|zwart",
        de=r"schwärzen|unkenntlich",
        en=r"black out|cover",
    ),
    Part(
        "effect_on_time",
        "what the question means for the time limit",
        ("f.last_day",),
        nl=r"termijn",
        de=r"\bfrist",
        en=r"time limit",
    ),
    Part("why_unknown", "why the person cannot be identified", ("f.why_unknown",)),
    Part(
        "more_information",
        "what further information would help",
        ("f.identity_needed",),
        nl=r"aanvullende",
        de=r"zusätzliche",
        en=r"additional",
        source="Art. 11(2)",
    ),
    Part(
        "articles",
        "Article 11(2) and Article 12(2)",
        nl=r"\b11\b.*\b12\b",
        de=r"\b11\b.*\b12\b",
        en=r"\b11\b.*\b12\b",
    ),
    Part("unclear", "what is unclear", ("f.unclear",), source="rec. 63"),
    Part(
        "full_answer",
        "that the full answer comes anyway if wanted",
        nl=r"volledig",
        de=r"vollständig",
        en=r"\bfull\b|complete",
        source="rec. 63",
    ),
    Part(
        "extension_reason",
        "the reason of the extension",
        ("f.extension_reason",),
        nl=r"complex|aantal",
        de=r"komplex|anzahl",
        en=r"complex|number",
        source="Art. 12(3)",
    ),
    Part("new_last_day", "the new last day", ("f.new_last_day",), source="Art. 12(3)"),
    Part(
        "other_requests",
        "which requests are not extended, with their own day",
        ("f.other_requests.*.what", "f.other_requests.*.day"),
        when="f.other_requests",
        source="Art. 12(3)",
    ),
    # access, portability, nothing found
    Part("confirmation", "the confirmation", nl=r"\bja\b", de=r"\bja\b", en=r"\byes\b"),
    Part("copy", "the copy of the data", nl=r"kopie", de=r"kopie", en=r"\bcopy\b"),
    Part(
        "recipients",
        "the recipients of the data",
        ("f.recipients.*.name",),
        nl=r"ontvang|verstrekt",
        de=r"empf[aä]ng|weitergegeben",
        en=r"recipient|disclosed",
        source="Art. 15(1)(c), C-154/21",
    ),
    Part(
        "withheld",
        "what is withheld, with the article",
        ("f.refused.*.what", "f.refused.*.article", "f.refused.*.why"),
        when="f.refused",
        source="Art. 12(4)",
    ),
    Part("format", "the files and their format", nl="JSON", de="JSON", en="JSON"),
    Part(
        "not_included",
        "what is not in the files, and why",
        ("f.not_included.*.what", "f.not_included.*.why"),
    ),
    Part(
        "transfer",
        "the direct transfer to another controller",
        nl=r"rechtstreeks",
        de=r"direkt",
        en=r"direct",
        source="Art. 20(2)",
    ),
    Part("transfer_done", "what became of the direct transfer", ("f.transfer",), when="f.transfer"),
    Part(
        "no",
        "a clear no",
        nl=r"geen persoonsgegevens",
        de=r"keine personenbezogenen daten",
        en=r"no personal data",
    ),
    Part("searched", "what was searched", ("f.searched.*.name",)),
    Part(
        "offer",
        "the offer to search by other details",
        nl=r"opnieuw",
        de=r"erneut",
        en=r"again",
    ),
    # erasure, rectification, restriction
    Part("erased", "what was erased, and when", ("f.erased.*.what", "f.erased.*.day")),
    Part(
        "kept",
        "what is kept, with article and end date",
        ("f.kept.*.what", "f.kept.*.article", "f.kept.*.until"),
        when="f.kept",
        source="Art. 17(3)",
    ),
    Part(
        "notified",
        "the recipients that were told",
        ("f.notified.*.name", "f.notified.*.day"),
        nl=r"ontvang|verstrekt",
        de=r"empf[aä]nger|weitergegeben",
        en=r"recipient|disclosed",
        source="Art. 19",
    ),
    Part("changes", "what was changed", ("f.changes.*.what", "f.changes.*.old", "f.changes.*.new")),
    Part("acted_on", "the day it was done", ("f.acted_on",)),
    Part("restricted_data", "which data are restricted", ("f.restricted_data",)),
    Part("restriction_case", "the ground of Article 18(1)", ("f.restriction_case",)),
    Part(
        "permitted",
        "what may still happen (Article 18(2))",
        nl=r"toestemming",
        de=r"einwillig",
        en=r"consent",
        source="Art. 18(2)",
    ),
    Part(
        "before_lifting",
        "that the person is told before it is lifted",
        nl=r"voordat",
        de=r"bevor",
        en=r"before",
        source="Art. 18(3)",
    ),
    Part("lifted_on", "the day the restriction is lifted", ("f.lifted_on",), source="Art. 18(3)"),
    Part("lifting_reason", "why it is lifted", ("f.lifting_reason",)),
    # objection and withdrawal
    Part("stopped", "what was stopped, or goes on", ("f.stopped",)),
    Part(
        "under_way",
        "that messages under way may still arrive",
        nl=r"onderweg",
        de=r"unterwegs",
        en=r"on (its|their) way",
    ),
    Part(
        "suppression",
        "the suppression list",
        nl=r"blokkeerlijst",
        de=r"sperrliste",
        en=r"suppression list",
    ),
    Part(
        "suppressed",
        "on which suppression list the address stands",
        ("f.suppressed.*.list",),
        when="f.suppressed",
    ),
    Part("outcome", "the outcome", nl=r"bezwaar", de=r"widerspruch", en=r"objection"),
    Part("weighing", "the weighing of interests", ("f.weighing",), source="Art. 21(1)"),
    Part(
        "erasure_effect",
        "what it means for erasure (Article 17)",
        nl=r"\b17\b",
        de=r"\b17\b",
        en=r"\b17\b",
    ),
    Part(
        "still_lawful",
        "that earlier processing stays lawful",
        nl=r"rechtmatig",
        de=r"rechtmäßig",
        en=r"lawful",
        source="Art. 7(3)",
    ),
    Part("stays", "what stays, and on which basis", ("f.stays.*.what", "f.stays.*.basis")),
    # automated decisions
    Part("decision", "which decision it is about", ("f.decision",), source="Art. 22(1)"),
    Part(
        "reviewed_by",
        "that a human decided anew",
        ("f.reviewed_by", "f.acted_on"),
        source="Art. 22(3)",
    ),
    Part("view", "the person's own view", ("f.view",), source="Art. 22(3)"),
    Part("review_outcome", "the outcome of the review", ("f.review_outcome",), source="Art. 22(3)"),
    Part("logic", "how the decision came about", ("f.logic",), source="Art. 15(1)(h), C-203/22"),
    Part(
        "contest",
        "how to contest the decision",
        nl=r"betwist",
        de=r"anfecht",
        en=r"contest",
        source="Art. 22(3)",
    ),
    # refusal and fee
    Part(
        "refused",
        "what is refused, with article and facts",
        ("f.refused.*.what", "f.refused.*.article", "f.refused.*.why"),
        source="Art. 12(4)",
    ),
    Part("given", "what the person does get", ("f.given",)),
    Part("ground", "the legal ground with its article", ("f.ground",), source="Art. 12(4)"),
    Part("reason", "the facts behind the refusal", ("f.reason",), source="Art. 12(4)"),
    Part("fee", "the amount", ("f.fee",), source="Art. 12(5), 15(3)"),
    Part(
        "fee_ground",
        "the ground of the fee with its article",
        ("f.fee_ground",),
        source="Art. 12(5)(a), 15(3)",
    ),
    Part(
        "fee_basis",
        "that the fee rests on the administrative costs",
        nl=r"administratieve kosten",
        de=r"verwaltungskosten",
        en=r"administrative costs",
        source="Art. 12(5)(a), 15(3)",
    ),
    Part("fee_reason", "why a fee is asked", ("f.fee_reason",)),
    Part(
        "narrow",
        "that the request may be withdrawn or narrowed",
        nl=r"intrek",
        de=r"zurück(nehmen|ziehen)|nimm|nehmen",
        en=r"withdraw",
    ),
    # letters to companies
    Part("whose", "whose data it is about", ("person.name", "f.identify_by.*.value")),
    Part("action", "what was done", ("f.action",)),
    Part("article_19", "Article 19", nl=r"\b19\b", de=r"\b19\b", en=r"\b19\b"),
    Part("confirm", "the confirmation asked for", nl=r"bevestig", de=r"bestätig", en=r"confirm"),
    Part("article_28", "Article 28(3)(e)", nl=r"\b28\b", de=r"\b28\b", en=r"\b28\b"),
    Part("answer_by", "the day to answer by", ("f.answer_by",)),
    Part(
        "leave_unchanged",
        "that nothing is to be erased meanwhile",
        nl=r"\bniets\b",
        de=r"\bnichts\b",
        en=r"\bnothing\b",
    ),
    Part("agreed_on", "that the person agreed, and when", ("f.agreed_on",)),
)

PARTS: Final = {part.id: part for part in _ALL}
"""Every part by its id, the name a template marks it with."""
