"""The languages of the site, each by its own name, in the order of the menus.

The public reads all of them; the desk is kept in four, since the institution's staff work in those (docs/languages.md).
A language stays `IN_REVIEW` until a speaker approved it, and says so on each of its pages."""

from django.conf.locale import LANG_INFO

from mediator import env

LANGUAGES = [
    ("ar", "العربية"),
    ("fr", "Français"),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    ("en", "English"),
    ("es", "Español"),
    ("nl", "Nederlands"),
    ("it", "Italiano"),
    ("de", "Deutsch"),
]
CODES = tuple(code for code, _name in LANGUAGES)
SOURCE = "en"  # the language of the texts in the code
OF_THE_DESK = frozenset({"ar", "fr", "en", "es"})
IN_REVIEW = frozenset(env.text("LANGUAGES_IN_REVIEW", "zgh").replace(",", " ").split())

# Standard Moroccan Amazigh, in Tifinagh, from left to right: Django does not know it.
LANG_INFO.setdefault(
    "zgh", {"bidi": False, "code": "zgh", "name": "Standard Moroccan Tamazight", "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
)
