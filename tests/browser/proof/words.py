"""D21 and D22: what the catalogues say, without a browser."""

import re
from collections.abc import Iterable
from functools import cache
from statistics import mean, quantiles

from babel.messages.catalog import Message

from mediator import languages
from mediator.local import catalogues
from tests.browser.proof.goals import Result, over

PAUSE = re.compile(r"(?<=[.!?؟…])\s+|\n+")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|<[^>]+>")
VOWELS = {"en": "aeiouy", "fr": "aeiouyàâäéèêëîïôöùûüœæ"}
MEAN, TAIL, GRADE, EASE = {"ar": 14.0}, 25.0, 8.0, 60.0


def reading(chosen: Iterable[str]) -> Result:
    """How long the sentences are that the public reads in each language, and how hard English and French ones are."""
    result = Result("D21")
    for language in chosen:
        numbers, faults = measured(language, sentences(said(language)))
        result.numbers[language] = numbers
        result.faults += faults
    means = " · ".join(f"{language} {numbers['mean']}" for language, numbers in result.numbers.items())
    result.measured = f"mean {means}"
    return result


@cache  # to read all the code takes seconds, and each language asks for it
def shown() -> list[Message]:
    """Every text that the public is shown, as it stands in the code."""
    return [message for message in catalogues.texts(catalogues.collect()) if public(message)]


def said(language: str) -> list[str]:
    """Every text that the public is shown, in the plural form with the most words."""
    wanted = shown()
    if language == languages.SOURCE:
        return [catalogues.first(message) for message in wanted]
    kept = catalogues.load(language)
    found = [kept.get(message.id, message.context) for message in wanted]
    return [max(catalogues.strings(message), key=len) for message in found if message is not None]


def public(message) -> bool:
    """Whether a text stands outside the desk."""
    return any(not name.startswith(catalogues.DESK) for name, _line in message.locations)


def sentences(texts: Iterable[str]) -> list[str]:
    """What ends with a full stop or its like; labels and headings are no sentences."""
    parts = [part.strip() for text in texts for part in PAUSE.split(PLACE.sub("X", text))]
    return [part for part in parts if part.endswith((".", "!", "?", "؟")) and len(part.split()) > 2]


def measured(language: str, texts: list[str]) -> tuple[dict[str, float], list[str]]:
    """The figures of some sentences and what is above the budget."""
    lengths = [len(text.split()) for text in texts]
    if len(lengths) < 2:
        return {"sentences": len(lengths), "mean": 0, "p95": 0}, [f"{language}: no sentences"]
    numbers = {
        "sentences": len(lengths),
        "mean": round(mean(lengths), 1),
        "p95": round(quantiles(lengths, n=20)[-1], 1),
    }
    faults = over(f"{language}: mean", numbers["mean"], MEAN.get(language, 15.0), " words")
    faults += over(f"{language}: 95 %", numbers["p95"], TAIL, " words")
    if language == "en":  # Flesch-Kincaid
        numbers["grade"] = round(0.39 * numbers["mean"] + 11.8 * syllables(language, texts) - 15.59, 1)
        faults += over("en: grade", numbers["grade"], GRADE)
    if language == "fr":  # Kandel and Moles
        numbers["ease"] = round(207 - 1.015 * numbers["mean"] - 73.6 * syllables(language, texts), 1)
        faults += [f"fr: ease {numbers['ease']}, not {EASE:g}"] if numbers["ease"] < EASE else []
    return numbers, faults


def syllables(language: str, texts: list[str]) -> float:
    """Syllables a word, by groups of vowels; the mute e at the end of a word is not heard."""
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())]
    mute = re.compile(r"(?<=[^aeiouyéè])(e|es|ent)$" if language == "fr" else r"(?<=[^aeiouyl])e$")
    groups = re.compile(f"[{VOWELS[language]}]+")
    return mean(max(1, len(groups.findall(mute.sub("", word)))) for word in words)


def missing(chosen: Iterable[str]) -> list[str]:
    """D22: what `make check` would say about the catalogues of these languages."""
    wanted = tuple(f"{language}:" for language in chosen)
    return [fault for fault in catalogues.faults() if fault.startswith(wanted)]
