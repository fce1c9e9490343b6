"""What the policy check finds in each shipped pack: (rule, activities or "" for the pack), why.

Written down from the source texts. `docs/guide/policy-check.md` tells the same in its tables, and a
test compares the two with what the check finds.
"""

from __future__ import annotations

from typing import Final

Expected = tuple[str, tuple[str, ...], str]

_PACK = ("",)

EXPECTED: Final[dict[str, tuple[Expected, ...]]] = {
    "lindeboom": (("deadline-month", _PACK, "30 days are promised; February has fewer"),),
    "gigaset": (
        (
            "interest-missing",
            ("product_improvement",),
            "“a legitimate interest” is cited, not which one",
        ),
        (
            "consent-withdrawal",
            ("promotions", "surveys", "advertising"),
            "they rest on consent; the rights listed do not hold its withdrawal",
        ),
        (
            "period-vague",
            (
                "service_contact",
                "live_chat",
                "user_account",
                "repairs",
                "registration",
                "maintenance",
                "promotions",
                "product_improvement",
                "information_services",
                "surveys",
                "advertising",
                "business_relationship",
            ),
            "one sentence for everything: “no longer needed”, then as the law demands; only orders"
            " are under a duty that is known",
        ),
        (
            "data-missing",
            ("registration", "maintenance", "promotions", "advertising", "business_relationship"),
            "the list of purposes speaks of “your personal data” only",
        ),
        (
            "recipient-missing",
            (
                "user_account",
                "registration",
                "promotions",
                "product_improvement",
                "information_services",
            ),
            "the section on recipients names none that fits them",
        ),
        ("recipient-unnamed", _PACK, "service providers and group companies are categories"),
        ("period-duty", ("orders",), "“at most ten years”; vouchers are kept 8 since 2025"),
        ("transfer-countries", _PACK, "adequacy, BCR and SCC are named, no country"),
    ),
    "zooplus": (
        ("other-name", _PACK, "section 3 sends people to bitiba"),
        (
            "interest-missing",
            ("questions",),
            "6(1)(f) for people without an account, no interest named",
        ),
        ("period-missing", ("recaptcha",), "section 2 says nothing about storage"),
        ("recipient-unnamed", _PACK, "“specialised service providers”; only Freshworks is named"),
        (
            "period-consent",
            ("call_recordings",),
            "recorded with consent, kept as long as the account exists",
        ),
        ("transfer-countries", _PACK, "SCC are named, no country"),
    ),
    "drillisch": (
        (
            "basis-mismatch",
            ("customer_information",),
            "“berechtigtes Interesse” with Art. 6(1)(b) behind it",
        ),
        (
            "period-consent",
            ("newsletter",),
            "rests on consent; its period is that of contracts and open requests",
        ),
    ),
    "superoffice": (
        (
            "basis-missing",
            (
                "product_information",
                "events",
                "web_forms",
                "support",
                "free_trial",
                "portals",
                "service_messages",
                "opinion",
                "applications",
                "websites",
            ),
            "three bases are described; these purposes are not linked to one",
        ),
        (
            "period-vague",
            (
                "marketing",
                "product_information",
                "contracts",
                "direct_sales",
                "events",
                "web_forms",
                "support",
                "free_trial",
                "portals",
                "service_messages",
                "opinion",
                "applications",
                "suppliers_and_staff",
                "websites",
            ),
            "“a reasonable time after your last interaction” for everything",
        ),
        ("transfer-dead", _PACK, "the framework of March 2018 was the Privacy Shield"),
        ("contradiction-identifiers", _PACK, "“no unique identifiers”, yet IP addresses"),
        (
            "contradiction-identify",
            ("websites",),
            "cookies and beacons “cannot identify you”, yet IP addresses",
        ),
        ("data-missing", ("suppliers_and_staff",), "named as people, their data are not"),
        ("required-missing", _PACK, "no word on whether people have to give data"),
        ("authority-name", ("", ""), "Datainspektionen (SE) and the Commissioner (GB)"),
        (
            "recipient-missing",
            (
                "product_information",
                "events",
                "web_forms",
                "free_trial",
                "service_messages",
                "opinion",
                "applications",
                "suppliers_and_staff",
                "websites",
            ),
            "the section on sharing does not say which purposes it is about",
        ),
        ("recipient-unnamed", _PACK, "distributors, agents, subcontractors, vendors"),
        ("transfer-clauses", _PACK, "clauses of 2018 had to be replaced by the end of 2022"),
        ("transfer-countries", _PACK, "“outside the EU/EEA”, no country"),
    ),
    "netoperator": (
        (
            "basis-missing",
            ("account", "customer_contact", "questions", "fraud", "recommendations"),
            "a promise to customers or a wish is no legal basis",
        ),
        (
            "consent-withdrawal",
            _PACK,
            "commercial partners get data with consent; withdrawing it is not mentioned",
        ),
        (
            "period-missing",
            ("questions", "fraud", "recommendations"),
            "nothing is said on storage there",
        ),
        ("transfer-tool", _PACK, "outside the EEA “in a safe and lawful way”: on what ground?"),
        ("portability-narrow", _PACK, "name, address and order history only"),
        ("right-channel", _PACK, "how to object is not said, and no e-mail or phone is given"),
        ("deadline-month", _PACK, "30 days are promised; February has fewer"),
        ("recipient-missing", ("questions",), "not said"),
        ("recipient-unnamed", _PACK, "distribution partners, hosting, support and others"),
        (
            "period-duty",
            ("account",),
            "7 years after the last login, as for tax records, which an account is not",
        ),
        ("automated-unsaid", ("fraud",), "behaviour is judged; decisions are not mentioned"),
        (
            "contradiction-sale",
            _PACK,
            "nothing is sold, yet commercial partners make offers with the data",
        ),
    ),
}
