"""The names that people give to columns, in English, Dutch and German.

Words are folded and separated by single spaces (`E-Mail_Adresse` is `e mail adresse`). The keys
that are identifier kinds are exactly those of `IdentifierKind`.
"""

from __future__ import annotations

from typing import Final

from privacydesk.domain.model import RecordKind, Role


def _set(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", "|").split("|") if part.strip())


FIELDS: Final[dict[str, frozenset[str]]] = {
    "email": _set(
        """
        email|e mail|mail|from email|sender email|email address|e mail address|mail address
        emailadres|e mailadres
        e mail adres|mailadres|emailadresse|e mail adresse|mailadresse|customer email
        contact email|billing email|requester email|email klant|kunden email|kunde e mail
        email 1|email 2|email2|tweede email
        """
    ),
    "phone": _set(
        """
        phone|telephone|tel|sms|phone number|telephone number|phone no|mobile|mobile phone
        mobile number|cell|cell phone|cellphone|work phone|home phone|phone 1|phone 2|telefoon
        telefoonnummer|telefoon nummer|tel nr|telnr|mobiel|mobiel nummer|mobiele nummer|gsm
        mobielnummer|vaste telefoon|telefoon 1|telefoon 2|telefon|telefonnummer|rufnummer|handy
        handynummer|mobil|mobilnummer|mobiltelefon|festnetz|telefon 1|telefon 2|customer phone
        billing phone|contact phone|caller|caller number|phone mobile|telefon mobil|mob
        telefon privat|telefon privat 1|mobilfunk|mobilfunknummer|handy nr|telefon gesch
        telefon geschaftlich|telefoon mobiel|telefoon prive|telefoon werk|mobile no
        """
    ),
    "first_name": _set(
        """
        first name|firstname|given name|forename|voornaam|vorname|billing first name|roepnaam
        customer first name|fname
        """
    ),
    "particle": _set("tussenvoegsel|tussenvoegsels|voorvoegsel|particle|namenszusatz|prefix name"),
    "last_name": _set(
        """
        last name|lastname|surname|family name|achternaam|nachname|familienname|familienaam
        billing last name|customer last name|lname
        """
    ),
    "name": _set(
        """
        name|full name|fullname|customer name|customer|client|client name|contact name|naam
        volledige naam|klant|klantnaam|naam klant|contactpersoon|kunde|kundenname
        vollstandiger name|ansprechpartner|billing name|requester|requester name|person|contact
        display name|besteller|opdrachtgever|auftraggeber
        """
    ),
    "customer_number": _set(
        """
        customer number|customer no|customer nr|customer id|customerid|client number|client id
        klantnummer|klant nr|klantnr|klant id|klantid|debiteurnummer|relatienummer|kundennummer
        kunden nr|kundennr|kunden id|kundenid|debitorennummer|account number|accountnumber
        contact id|member number|lidnummer|mitgliedsnummer|person id|user id|userid
        kd nr|kdnr|debitor|debiteur|debitornummer|geschaftspartner|gp nummer|partnernummer
        abonneenummer|klantcode|kundencode
        """
    ),
    "username": _set("username|user name|login|login name|gebruikersnaam|benutzername|nickname"),
    "order_number": _set(
        """
        order number|order no|order nr|order id|orderid|ordernumber|order|bestelnummer
        bestelling|bestel nr|bestelnr|ordernummer|ordernr|bestellnummer|bestellung|bestell nr
        bestellnr|auftragsnummer|auftrag|auftragsnr|purchase order
        """
    ),
    "invoice_number": _set(
        """
        invoice number|invoice no|invoice nr|invoice id|invoice|factuurnummer|factuur nr
        factuurnr|factuur|rechnungsnummer|rechnungs nr|rechnungsnr|rechnung
        """
    ),
    "ticket_number": _set(
        """
        ticket number|ticket no|ticket nr|ticket id|ticketid|ticketnummer|ticketnr|ticket
        case number|case id|zaaknummer|melding|meldingsnummer|vorgangsnummer|fallnummer
        issue key
        """
    ),
    "repair_number": _set(
        """
        repair number|repair no|repair id|rma|rma number|rma nr|rma nummer|reparatienummer
        reparatie nr|reparatie|reparaturnummer|reparatur nr|reparatur|work order|werkbon
        """
    ),
    "contract_number": _set(
        """
        contract number|contract no|contract id|contractnummer|contract nr|vertragsnummer
        vertrags nr|polisnummer|policennummer|subscription id|abonnementsnummer|contract
        vertrag|vertrags id|vertragsid|vertragskonto|vertragskontonummer|abonummer|abo nummer
        overeenkomstnummer|contractid|policenummer|versicherungsnummer
        """
    ),
    "imei": _set("imei|imei 1|imei 2|imei1|imei2|imei number|imei nummer|imeinummer|imei nr"),
    "serial": _set(
        """
        serial|serial number|serial no|serial nr|serienummer|serie nummer|serienr|seriennummer
        serien nr|seriennr|s n|sn|device serial|asset serial|geratenummer
        """
    ),
    "mac": _set("mac|mac address|mac adres|mac adresse|macaddress|macadres"),
    "iban": _set(
        """
        iban|bank account|rekeningnummer|kontonummer|iban number|iban nummer|bankrekening
        """
    ),
    "ip": _set("ip|ip address|ip adres|ip adresse|ipaddress|customer ip|client ip|remote ip"),
    "device_id": _set("device id|deviceid|apparaat id|gerate id|advertising id|idfa|gaid"),
    "account_id": _set("account id|accountid|konto id|profile id|profiel id"),
    "call_id": _set("call id|callid|uniqueid|unique id"),
    "address": _set(
        """
        address|full address|adres|adresse|anschrift|volledig adres|postal address
        billing address|shipping address|delivery address|afleveradres|lieferadresse
        rechnungsadresse|factuuradres
        """
    ),
    "street": _set(
        """
        street|address 1|address1|address line 1|straat|straatnaam|strasse|str|street 1
        adresregel 1|straat en huisnummer|straat huisnummer|strasse und hausnummer
        strasse hausnummer|strasse nr|strasse und nr|strasse hausnr|street address
        """
    ),
    "house_number": _set(
        """
        house number|house no|huisnummer|huis nr|huisnr|hausnummer|haus nr|hausnr|hnr
        huisnummer toevoeging|street number
        """
    ),
    "postcode": _set(
        """
        postcode|postal code|zip|zip code|zipcode|postleitzahl|plz|post code|post zip
        """
    ),
    "city": _set("city|town|plaats|woonplaats|stad|ort|stadt|wohnort"),
    "country": _set("country|country code|land|landcode|landeskurzel|landerkennzeichen"),
    "company": _set(
        """
        company|company name|organisation|organization|bedrijf|bedrijfsnaam|firma|firmenname
        """
    ),
    "birth_date": _set(
        """
        birth date|birthdate|date of birth|birthday|dob|geboortedatum|geburtsdatum|geburtstag
        geb datum|geboorte datum|geboren|geboren op|geboren am|geb|gebdatum
        """
    ),
    "language": _set("language|locale|taal|sprache|lang"),
    "id": _set(
        """
        id|record id|nummer|number|nr|no|key|guid|uuid|row id|reference|referentie|referenz
        """
    ),
    "subject": _set("subject|title|summary|onderwerp|titel|betreff|thema|topic"),
    "text": _set(
        """
        description|message|body|text|note|notes|comment|comments|remark|remarks|content
        omschrijving|bericht|tekst|notitie|notities|opmerking|opmerkingen|toelichting|klacht
        beschreibung|nachricht|notiz|notizen|bemerkung|bemerkungen|kommentar|anmerkung|problem
        probleem|complaint|feedback|question|vraag|frage|antwoord|antwort|answer
        """
    ),
    "created": _set(
        """
        created|created at|created on|creation date|date created|date|datetime|timestamp|time
        order date|invoice date|purchase date|call date|start|start time|started at|datum
        aanmaakdatum|aangemaakt|aangemaakt op|besteldatum|orderdatum|factuurdatum|tijd|tijdstip
        erstellt|erstellt am|angelegt am|bestelldatum|rechnungsdatum|auftragsdatum|zeitpunkt
        created date|created time|submitted at|received at|ontvangen op|eingegangen am|calldate
        aangemaakt datum|datum aangemaakt|invoerdatum|erstellungsdatum|erstelldatum|anlagedatum
        erfasst am|erfassungsdatum|datum uhrzeit|eingangsdatum|registratiedatum
        """
    ),
    "starts": _set(
        """
        start date|startdate|startdatum|begin date|begindatum|begin datum|start datum|begin
        ingangsdatum|ingang|ingegaan op|contract start|contract start date|startdatum contract
        begindatum contract|vertragsbeginn|beginn|beginndatum|anfangsdatum|laufzeitbeginn
        gultig ab|gultig von|vertragsstart|geldig vanaf|geldig van|valid from|starts at
        """
    ),
    "ends": _set(
        """
        end date|enddate|enddatum|einddatum|eind datum|einde|contract end|contract end date
        einddatum contract|vertragsende|ende|laufzeitende|gultig bis|geldig tot|valid until
        valid to|expiry date|expires|expires at|expiration date|vervaldatum|afloopdatum
        verloopt op|ablaufdatum|opzegdatum|beeindigd op|kundigungsdatum|gekundigt zum|ends at
        """
    ),
    "updated": _set(
        """
        updated|updated at|updated on|modified|modified at|last modified|last updated
        last update|gewijzigd|gewijzigd op|laatst gewijzigd|geandert|geandert am
        zuletzt geandert|aktualisiert|wijzigingsdatum|anderungsdatum|aktualisiert am
        letzte anderung|laatste wijziging|mutatiedatum
        """
    ),
    "status": _set("status|state|toestand|zustand|stage"),
    "amount": _set(
        """
        amount|total|total amount|price|bedrag|totaal|totaalbedrag|prijs|betrag|summe|gesamt
        gesamtbetrag|preis
        """
    ),
    "currency": _set("currency|valuta|wahrung|munteenheid"),
    "device": _set(
        "device|model|apparaat|toestel|gerat|modell|product|artikel|article|item"
        "|produkt|tarif|tarief|abonnement|abo|plan|dienst"
    ),
}

# Beginnings of words in a file name that tell what its rows are.
KIND_HINTS: Final[dict[RecordKind, tuple[str, ...]]] = {
    RecordKind.ORDER: ("order", "bestelling", "bestellung", "auftra"),
    RecordKind.TICKET: ("ticket", "case", "melding", "support"),
    RecordKind.REPAIR: ("repair", "repar", "rma"),
    RecordKind.INVOICE: ("invoice", "factu", "rechnung"),
    RecordKind.PAYMENT: ("payment", "betaling", "zahlung"),
    RecordKind.CONTRACT: ("contract", "vertrag", "vertrage", "abonnement"),
    RecordKind.DELIVERY: ("deliver", "shipment", "zending", "sendung", "lieferung"),
    RecordKind.CALL: ("call", "gesprek", "anruf", "cdr"),
    RecordKind.CHAT: ("chat",),
    RecordKind.MAIL: ("mail", "email"),
    RecordKind.SURVEY: ("survey", "enquete", "umfrage", "nps", "feedback"),
    RecordKind.CONSENT: ("consent", "toestemming", "einwilligung"),
    RecordKind.NEWSLETTER: ("newsletter", "nieuwsbrief", "subscriber"),
    RecordKind.APPLICATION: ("application", "applicant", "sollicit", "bewerb"),
    RecordKind.CREDIT_CHECK: ("credit", "schufa", "bonit", "krediet"),
    RecordKind.SCORE: ("score", "fraud", "fraude", "segment"),
    RecordKind.USAGE: ("usage", "traffic", "verbruik", "verkeer", "nutzung", "verkehr", "log"),
    RecordKind.NOTE: ("note", "notit", "notiz"),
    RecordKind.ACCOUNT: ("account", "user", "gebruiker", "benutzer", "konto"),
    RecordKind.CONTACT: ("contact", "customer", "klant", "kunde", "client", "relatie", "adres"),
}

ROLE_OF: Final[dict[RecordKind, Role]] = {
    RecordKind.ORDER: Role.BUYER,
    RecordKind.INVOICE: Role.PAYER,
    RecordKind.PAYMENT: Role.PAYER,
    RecordKind.TICKET: Role.REQUESTER,
    RecordKind.REPAIR: Role.REQUESTER,
    RecordKind.CHAT: Role.REQUESTER,
    RecordKind.MAIL: Role.REQUESTER,
    RecordKind.DELIVERY: Role.RECIPIENT,
    RecordKind.CALL: Role.CALLER,
    RecordKind.SURVEY: Role.RESPONDENT,
    RecordKind.NEWSLETTER: Role.SUBSCRIBER,
    RecordKind.APPLICATION: Role.APPLICANT,
}
