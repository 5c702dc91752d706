"""Words as people type them: without accents, case, Arabic vowels or the several ways to write one Arabic letter."""

import re
import unicodedata

ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": ""})
ARTICLE = re.compile("^(?:[وبكف]?ال|لل)(?=..)")  # alone, or joined to a preposition: `والصحة`, `للضمان`
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`Hôtel` gives `hotel`, `الإدارة` gives `الاداره`."""
    plain = text.translate(ARABIC)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return bare.casefold()


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; an apostrophe separates (`l’Intérieur`)."""
    return WORD.findall(fold(text))


def without_article(word: str) -> str:
    """`الاداره` gives `اداره`, `للضمان` gives `ضمان`; a word too short to carry an article stays."""
    return ARTICLE.sub("", word)


def sorting(text: str) -> str:
    """A key that sorts É with E and an Arabic name by its letter after the article."""
    return " ".join(without_article(word) for word in words(text))
