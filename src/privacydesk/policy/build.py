"""Turns a checked `PackModel` into the frozen `Pack` of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.pack import (
    Activity,
    Authority,
    AutomatedDecision,
    Basis,
    Channel,
    Contact,
    Controller,
    LetterLook,
    Pack,
    PackSystem,
    PortabilityWidening,
    Recipient,
    RightPolicy,
    SelfService,
    Transfer,
)
from privacydesk.domain.periods import (
    ByLaw,
    Condition,
    Criterion,
    Duration,
    Earliest,
    Event,
    Latest,
    PeriodRule,
    Stage,
    Term,
    Until,
)
from privacydesk.policy import schema as m
from privacydesk.policy.layers import Layers
from privacydesk.policy.positions import Path

_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA: Final = frozenset((*_EU.split(), "IS", "LI", "NO"))
"""Member States of the European Economic Area: EU 27, Iceland, Liechtenstein, Norway."""

_PACK_TEXTS: Final = (
    "security",
    "complaint",
    "scope",
    "changes",
    "sale",
    "sources_of_data",
    "portability",
)


def build(model: m.PackModel, layers: Layers, *, text: str, sha256: str) -> Pack:
    """The pack. `layers` says which facts came from the supplement and which are not stated."""
    month, day = model.retention.financial_year_end.split("-")
    dotted = {".".join(map(str, path)) for path in layers.not_stated if _pack_level(path)}
    supplied = {".".join(map(str, path)) for path in layers.origin if _pack_level(path)}
    return Pack(
        name=model.name,
        title=model.statement.title,
        language=model.statement.language,
        statement_date=model.statement.date,
        excerpt=model.statement.excerpt,
        controller=_controller(model.controller),
        country=model.place.country,
        region=model.place.region,
        zone=model.place.zone,
        phone_region=model.place.phones or _phone_region(model),
        letter_languages=model.letters.languages,
        form_of_address=model.letters.address,
        letter_look=LetterLook(
            _text(model.letters.signature),
            model.letters.logo,
            model.letters.colour,
            model.letters.font,
        ),
        retention_law=model.retention.law,
        financial_year_end=(int(month), int(day)),
        authorities=tuple(
            _authority(item, stated=not layers.supplied(("authority", i)))
            for i, item in enumerate(model.authority)
        ),
        rights=MappingProxyType(
            {
                item.right: _right(item, layers.supplied_below(("right", i)))
                for i, item in enumerate(model.right)
            }
        ),
        activities=tuple(_activity(item, i, layers) for i, item in enumerate(model.activity)),
        recipients=tuple(_recipient(item, i, layers) for i, item in enumerate(model.recipient)),
        systems=tuple(_system(item) for item in model.system),
        self_service=tuple(
            SelfService(
                _text(item.text),
                item.rights,
                item.section,
                layers.supplied(("self_service", i)),
            )
            for i, item in enumerate(model.self_service)
        ),
        transfer=_transfer(model.transfer, supplied=layers.supplied(("transfer",))),
        security=_text(model.security),
        complaint=_text(model.complaint),
        scope=_text(model.scope),
        changes=_text(model.changes),
        sale=_text(model.sale),
        sources_of_data=_text(model.sources_of_data),
        portability_text=_text(model.portability),
        widen_portability=tuple(
            PortabilityWidening(item.kinds, item.rows, _text(item.text), item.section)
            for item in model.widen_portability
        ),
        automated=_automated(model.automated),
        other_names=model.other_names,
        notes=_texts(model.notes),
        sections=MappingProxyType(_sections(model)),
        supplied=tuple(sorted(supplied)),
        not_stated=tuple(sorted(dotted)),
        text=text,
        sha256=sha256,
    )


def _phone_region(model: m.PackModel) -> str:
    """Whose national phone numbers the customers write, where the pack does not say.

    Letters in one language that one of our countries speaks tell more of the customers than the
    place of the clock does; English tells nothing.
    """
    languages = {*model.letters.languages}
    first = model.letters.languages[0]
    return first.upper() if languages <= {"nl", "de"} else model.place.country


def _sections(model: m.PackModel) -> dict[str, str]:
    """Where the pack's own facts stand, by their key; notes count from 1."""
    facts: dict[str, m.TextModel | m.StatementModel | m.ControllerModel | m.ContactModel | None] = {
        "statement": model.statement,
        "controller": model.controller,
        "controller.dpo": model.controller.dpo,
        "controller.group": model.controller.group,
        **{name: getattr(model, name) for name in _PACK_TEXTS},
        **{f"notes[{number}]": note for number, note in enumerate(model.notes, start=1)},
    }
    return {name: fact.section for name, fact in facts.items() if fact and fact.section}


def _pack_level(path: Path) -> bool:
    return all(isinstance(part, str) for part in path)


def _text(model: m.TextModel | None) -> LocalText:
    return LocalText(model.nl, model.de, model.en) if model else NO_TEXT


def _texts(models: Iterable[m.TextModel]) -> tuple[LocalText, ...]:
    return tuple(_text(model) for model in models)


def _controller(model: m.ControllerModel) -> Controller:
    dpo = model.dpo
    return Controller(
        name=model.name,
        address=model.address,
        phone=model.phone,
        emails=model.emails,
        website=model.website,
        trade_name=model.trade_name,
        group=_text(model.group),
        dpo=Contact(dpo.name, dpo.address, dpo.phone, dpo.emails, _text(dpo.note)) if dpo else None,
    )


def _authority(model: m.AuthorityModel, *, stated: bool) -> Authority:
    return Authority(
        name=model.name,
        why=model.why,
        country=model.country,
        website=model.website,
        abbreviation=model.abbreviation,
        region=model.region,
        sector=model.sector,
        stated=stated,
        note=_text(model.note),
        section=model.section,
    )


def _right(model: m.RightModel, supplied: tuple[str, ...]) -> RightPolicy:
    return RightPolicy(
        right=model.right,
        channels=tuple(Channel(channel.kind, channel.value) for channel in model.channels),
        house_days=model.house_days,
        notes=_text(model.notes),
        section=model.section,
        supplied=supplied,
    )


def _transfer(model: m.TransferModel | None, *, supplied: bool) -> Transfer | None:
    if model is None:
        return None
    return Transfer(model.tools, model.countries, _text(model.text), model.section, supplied)


def _recipient(model: m.RecipientModel, index: int, layers: Layers) -> Recipient:
    path = ("recipient", index)
    outside = model.outside_eea
    if outside is None and model.country is not None:
        outside = model.country not in EEA
    return Recipient(
        id=model.id,
        category=_text(model.category),
        name=model.name,
        role=_text(model.role),
        country=model.country or "",
        address=model.address,
        passed_on=_text(model.passed_on),
        processor=model.processor,
        outside_eea=outside,
        transfer=_transfer(model.transfer, supplied=layers.supplied((*path, "transfer"))),
        only_when=_text(model.only_when),
        section=model.section,
        supplied=layers.supplied_below(path),
        not_stated=layers.not_stated_below(path),
    )


def _automated(model: m.AutomatedModel | None) -> AutomatedDecision | None:
    if model is None:
        return None
    return AutomatedDecision(
        model.exists, _text(model.logic), _text(model.significance), _text(model.consequences)
    )


def _activity(model: m.ActivityModel, index: int, layers: Layers) -> Activity:
    path = ("activity", index)
    return Activity(
        id=model.id,
        title=_text(model.title),
        purposes=_texts(model.purposes),
        data=_texts(model.data),
        bases=tuple(
            Basis(
                item.article,
                _condition(item.when),
                _text(item.interest),
                _text(item.text),
                item.national,
            )
            for item in model.basis
        ),
        kinds=model.kinds,
        rows=model.rows,
        sources=model.sources,
        recipients=model.recipients,
        periods=tuple(
            _period(item, supplied=layers.supplied((*path, "period", i)))
            for i, item in enumerate(model.period)
        ),
        people=_text(model.people),
        origin=_text(model.origin),
        automated=_automated(model.automated),
        required=_text(model.required),
        withdraw=_text(model.withdraw),
        notes=_text(model.notes),
        section=model.section,
        supplied=layers.supplied_below(path),
        not_stated=layers.not_stated_below(path),
    )


def _condition(model: m.ConditionModel) -> Condition:
    return Condition(model.customer, model.consent)


def _period(model: m.PeriodModel, *, supplied: bool) -> PeriodRule:
    return PeriodRule(
        text=_text(model.text),
        stages=tuple(Stage(_until(stage.until), stage.then) for stage in model.stages),
        when=_condition(model.when),
        rows=model.rows,
        part=_text(model.part) if model.part else None,
        section=model.section,
        supplied=supplied,
    )


def _until(model: m.UntilModel) -> Until:
    if model.after is not None:
        event = model.from_ if isinstance(model.from_, Event) else None
        return Term(Duration.parse(model.after), event, model.year_end)
    if model.earliest is not None:
        return Earliest(tuple(_until(part) for part in model.earliest))
    if model.latest is not None:
        return Latest(tuple(_until(part) for part in model.latest))
    if model.criterion is not None:
        return Criterion(_text(model.criterion))
    stated = Duration.parse(model.stated) if model.stated else None
    return ByLaw(stated, model.at_most, model.if_any)


def _system(model: m.SystemModel) -> PackSystem:
    return PackSystem(
        name=model.name,
        owner=model.owner,
        holds=_text(model.holds),
        how=_text(model.how),
        kinds=model.kinds,
        source=model.source,
        processor=model.processor,
        country=model.country or "",
    )
