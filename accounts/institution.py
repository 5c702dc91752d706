"""The institution by its name in each language: on letters, and as the sender of mails (domain section 0b); its seat."""

NAMES = {
    "ar": "مؤسسة وسيط المملكة",
    "fr": "Institution du Médiateur du Royaume",
    "en": "Institution of the Mediator of the Kingdom",
    "es": "Institución del Mediador del Reino",
    "zgh": "ⵜⴰⵎⴰⴷⴷⴰⵙⵜ ⵏ ⵍⵡⴰⵙⵉⵟ ⵏ ⵜⴳⵍⴷⵉⵜ",
    "nl": "Ombudsman van het Koninkrijk",
    "it": "Istituzione del Mediatore del Regno",
    "de": "Institution des Ombudsmanns des Königreichs",
}

# Where it is, at the foot of its letters (domain section 1)
SEAT = {
    "ar": "القطاع 15، شارع الزيتونة، حي الرياض، الرباط",
    "fr": "Secteur 15, avenue Azzaitoune, Hay Riad, Rabat, Maroc",
    "en": "Secteur 15, avenue Azzaitoune, Hay Riad, Rabat, Morocco",
    "es": "Secteur 15, avenue Azzaitoune, Hay Riad, Rabat, Marruecos",
}
