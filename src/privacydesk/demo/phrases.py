"""What customers and agents of the invented shop write to each other, in Dutch and German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Talk:
    """One subject matter: how it begins, is answered, goes on; and what agents note inside."""

    tag: str
    subject: str
    opening: str
    reply: str
    further: str
    note: str


@dataclass(frozen=True, slots=True)
class Product:
    name: str
    sku: str
    price: int  # cents
    device: str  # how a repair desk calls it; empty when it is never repaired


PRODUCTS: Final = (
    Product("Merel M2 smartphone 128 GB", "MER-M2-128", 34900, "Merel M2"),
    Product("Merel M2 Plus smartphone 256 GB", "MER-M2P-256", 44900, "Merel M2 Plus"),
    Product("Kievit K5 router", "KIE-K5", 12950, "Kievit K5"),
    Product("Kievit K7 mesh set", "KIE-K7-3", 27900, "Kievit K7"),
    Product("Specht DECT-telefoon, 2 handsets", "SPE-D2", 8995, "Specht D2"),
    Product("Uil deurbel met camera", "UIL-C1", 15900, "Uil C1"),
    Product("Hoesje Merel M2, mosgroen", "HOE-M2-GR", 1995, ""),
    Product("USB-C lader 45 W", "LAD-45", 2450, ""),
    Product("Screenprotector Merel M2", "SCR-M2", 1250, ""),
    Product("Accu Specht D2", "ACC-D2", 1495, ""),
)
DEVICES: Final = tuple(product for product in PRODUCTS if product.device)

_DUTCH: Final = (
    Talk(
        "levering",
        "Waar blijft mijn bestelling {order}?",
        "Goedemiddag,\n\nIk heb vorige week bestelling {order} geplaatst, maar ik heb nog niets "
        "ontvangen. Kunt u nakijken waar het pakket is? Bellen kan op {phone}.\n\nGroet,\n{name}",
        "Beste {name},\n\nHet pakket is vandaag aan de bezorger gegeven en komt morgen aan. "
        "Excuses voor de vertraging.\n\nMet vriendelijke groet,\n{agent}",
        "Bedankt, het is inmiddels binnen. De doos was wel beschadigd.",
        "Vervoerder gebeld: pakket lag twee dagen in het depot. Klant is geduldig.",
    ),
    Talk(
        "wifi",
        "Router valt steeds weg",
        "Hallo,\n\nMijn Kievit K5 verliest elke avond de verbinding. Ik heb hem al drie keer "
        "opnieuw opgestart. Wat kan ik nog doen?\n\n{name}\n{address}",
        "Beste {name},\n\nZet kanaal 6 vast in de instellingen en werk de firmware bij. Helpt dat "
        "niet, dan ruilen wij de router om.\n\n{agent}",
        "De firmware helpt helaas niet, ik wil graag omruilen.",
        "Omruil akkoord, serienummer nog niet bekend. Eerder ook al contact over gehad.",
    ),
    Talk(
        "retour",
        "Retour van bestelling {order}",
        "Ik wil het hoesje uit bestelling {order} terugsturen, de kleur valt tegen. Hoe krijg ik "
        "mijn geld terug?",
        "Beste {name},\n\nIn de bijlage vindt u het retourlabel. Na ontvangst storten wij het "
        "bedrag binnen vijf werkdagen terug.\n\n{agent}",
        "Verstuurd vanmorgen, ik wacht op de terugbetaling.",
        "Derde retour dit jaar, coulance maar wel letten op gebruikssporen.",
    ),
    Talk(
        "factuur",
        "Factuur klopt niet",
        "Op de factuur van {order} staat mijn oude adres. Kunt u een nieuwe sturen naar {address}?",
        "Beste {name},\n\nDe factuur is aangepast en opnieuw naar {email} gestuurd.\n\n{agent}",
        "Top, dank je wel!",
        "Adres in de webwinkel bijgewerkt, oude factuur gecrediteerd.",
    ),
    Talk(
        "garantie",
        "Scherm Merel M2 gebarsten",
        "Het scherm van mijn toestel is uit zichzelf gebarsten. Valt dit onder de garantie? "
        "U kunt mij bereiken op {phone}.",
        "Beste {name},\n\nStuur het toestel op met het label; onze werkplaats kijkt ernaar en belt "
        "u voor er kosten zijn.\n\n{agent}",
        "Onderweg. Graag een leentoestel als dat kan.",
        "Ziet eruit als valschade, klant houdt vol van niet. Werkplaats laten beslissen.",
    ),
    Talk(
        "account",
        "Ik kan niet meer inloggen",
        "Sinds mijn verhuizing kan ik niet meer inloggen met {email}. Kunt u mijn account "
        "controleren?",
        "Beste {name},\n\nWij hebben een nieuwe link naar {email} gestuurd. Die is een uur "
        "geldig.\n\n{agent}",
        "Gelukt!",
        "Identiteit gecontroleerd met geboortejaar en laatste bestelling.",
    ),
)
_GERMAN: Final = (
    Talk(
        "lieferung",
        "Wo bleibt meine Bestellung {order}?",
        "Guten Tag,\n\nmeine Bestellung {order} ist noch nicht angekommen. Können Sie bitte "
        "nachsehen? Telefonisch erreichen Sie mich unter {phone}.\n\nViele Grüße\n{name}",
        "Guten Tag {name},\n\ndas Paket wurde heute übergeben und kommt morgen an. Bitte "
        "entschuldigen Sie die Verzögerung.\n\nFreundliche Grüße\n{agent}",
        "Danke, es ist angekommen. Der Karton war allerdings beschädigt.",
        "Paketdienst angerufen: lag zwei Tage im Depot. Kundin ist verärgert.",
    ),
    Talk(
        "wlan",
        "Router verliert die Verbindung",
        "Hallo,\n\nmein Kievit K5 verliert jeden Abend die Verbindung. Neustarten hilft nicht.\n\n"
        "{name}\n{address}",
        "Guten Tag {name},\n\nbitte stellen Sie Kanal 6 fest ein und aktualisieren Sie die "
        "Firmware. Sonst tauschen wir das Gerät.\n\n{agent}",
        "Die Firmware hat leider nicht geholfen. Bitte tauschen.",
        "Tausch genehmigt, Seriennummer fehlt noch.",
    ),
    Talk(
        "retoure",
        "Rücksendung zu {order}",
        "Ich möchte die Hülle aus Bestellung {order} zurückgeben. Wann bekomme ich mein Geld?",
        "Guten Tag {name},\n\nim Anhang finden Sie das Etikett. Nach Eingang überweisen wir "
        "innerhalb von fünf Werktagen.\n\n{agent}",
        "Heute früh abgeschickt.",
        "Dritte Rücksendung in diesem Jahr, Kulanz prüfen.",
    ),
    Talk(
        "rechnung",
        "Rechnung mit falscher Anschrift",
        "Auf der Rechnung zu {order} steht meine alte Anschrift. Richtig ist: {address}.",
        "Guten Tag {name},\n\ndie korrigierte Rechnung ging soeben an {email}.\n\n{agent}",
        "Vielen Dank!",
        "Anschrift im Shop geändert, alte Rechnung storniert.",
    ),
    Talk(
        "garantie",
        "Display des Merel M2 gesprungen",
        "Das Display ist ohne Sturz gesprungen. Ist das ein Garantiefall? Rückruf bitte unter "
        "{phone}.",
        "Guten Tag {name},\n\nbitte senden Sie das Gerät ein. Die Werkstatt meldet sich, bevor "
        "Kosten entstehen.\n\n{agent}",
        "Ist unterwegs. Gibt es ein Leihgerät?",
        "Sieht nach Sturzschaden aus. Werkstatt soll entscheiden.",
    ),
)
TALKS: Final = {"nl": _DUTCH, "de": _GERMAN}

SURVEY_COMMENTS: Final = {
    "nl": (
        "Snel geholpen, dank!", "Te lang in de wacht gestaan.", "Vriendelijke medewerker.",
        "Reparatie duurde drie weken.", "Prima winkel.", "", "",
    ),
    "de": (
        "Schnelle Hilfe, danke!", "Zu lange in der Warteschleife.", "Sehr freundlich.",
        "Die Reparatur hat drei Wochen gedauert.", "Guter Laden.", "", "",
    ),
}  # fmt: skip
REPAIR_PROBLEMS: Final = {
    "nl": (
        ("Scherm gebarsten", "Toestel gevallen, scherm vervangen."),
        ("Accu loopt snel leeg", "Accu op 61 %, vervangen."),
        ("Start niet meer op", "Voedingschip defect, moederbord geruild."),
        ("Geen wifi", "Antenne los, opnieuw bevestigd."),
    ),
    "de": (
        ("Display gesprungen", "Gerät gefallen, Display ersetzt."),
        ("Akku schnell leer", "Akku bei 61 %, ersetzt."),
        ("Startet nicht mehr", "Ladechip defekt, Platine getauscht."),
        ("Kein WLAN", "Antenne lose, neu befestigt."),
    ),
}
CHAT_LINES: Final = {
    "nl": (
        ("user", "Hoi, is de Merel M2 op voorraad?"),
        ("bot", "Hallo! Ik ben de digitale assistent van Lindeboom. Ik zoek het op."),
        ("bot", "De Merel M2 128 GB is op voorraad. Wilt u een medewerker spreken?"),
        ("user", "Ja graag, ik wil weten of hij met mijn oude lader werkt."),
        ("agent", "Goedemiddag {name}, ja, elke USB-C lader werkt."),
        ("user", "Mooi. Stuur de aanbieding maar naar {email}."),
        ("agent", "Is onderweg. Fijne dag!"),
    ),
    "de": (
        ("user", "Hallo, ist der Kievit K7 lieferbar?"),
        ("bot", "Guten Tag! Ich bin der digitale Assistent von Lindeboom und sehe nach."),
        ("bot", "Der Kievit K7 ist in drei Tagen lieferbar. Möchten Sie mit jemandem sprechen?"),
        ("user", "Ja bitte. Reicht das Set für drei Etagen?"),
        ("agent", "Guten Tag {name}, ja, dafür ist es gemacht."),
        ("user", "Dann bitte ein Angebot an {email}."),
        ("agent", "Kommt sofort. Schönen Tag!"),
    ),
}
