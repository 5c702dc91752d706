"""The public directory of those who help when the institution cannot: found by words of any language, ground, matter, country."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils import translation

from complaints.guide import remembered, selectors
from complaints.guide.folding import sorting, without_article, words
from complaints.guide.models import ReferralBody
from complaints.guide.questions import QUESTIONS
from complaints.guide.selectors import closeness, forms

# What people call a matter or a ground besides its name
OTHER_WORDS = {
    "family": "separation pension alimentaire garde kafala custody alimony pensión alimenticia custodia نفقة حضانة كفالة",
    "fraud": "fausse procuration faux document forged false power of attorney poder falso escritura falsa وكالة مزورة تزوير زور",
    "decision": "jugement judgment judgement sentencia حكم",
    "X7": "ombudsman mediator médiateur defensor difensore وسيط",
}
FRESH = timedelta(days=183)  # an entry that nobody checked for half a year is to be checked again


def search(*, text: str = "", ground: str = "", matter: str = "", country: str = "") -> list[ReferralBody]:
    """The bodies in use that fit, best match first, then by name. A country also keeps those that belong to no country."""
    rows = [
        body
        for body in selectors.active_bodies()
        if (not ground or ground in body.grounds)
        and (not matter or matter in body.matters)
        and (not country or body.country in ("", country))
    ]
    wanted = selectors.words_asked(text)
    if not wanted:
        return sorted(rows, key=lambda body: sorting(body.name)) if not text.strip() else []
    ranked = [(rank(wanted, body), body) for body in rows]
    found = [entry for entry in ranked if entry[0][0]]
    complete = [entry for entry in found if entry[0][0] == len(wanted)]
    return [
        body
        for score, body in sorted(
            complete or found, key=lambda entry: (-entry[0][0], -entry[0][1], sorting(entry[1].name))
        )
    ]


def rank(wanted: Sequence[str], body: ReferralBody) -> tuple[int, int]:
    """How many of the words match, and how well; a name counts more than what is said about the body, and the
    first of its matters more than the others."""
    name = forms(word for text in [*body.names.values(), body.code] for word in words(text))
    said = [text for texts in (body.how, body.abroad, _country(body)) for text in texts.values()]
    other = forms(word for text in said for word in words(text)) | _topics(body)
    first = topic_words(body.matters[0]) if body.matters else frozenset()
    scores = [
        closeness(word, name) * 3 + closeness(word, first) + closeness(word, other)
        for word in map(without_article, wanted)
    ]
    return sum(score > 0 for score in scores), sum(scores)


def _country(body: ReferralBody) -> dict[str, str]:
    place = selectors.country(body.country)
    return place.names if place else {}


def _topics(body: ReferralBody) -> set[str]:
    """The words of what it helps with, in every language, and other words for it."""
    found = set().union(*(topic_words(matter) for matter in body.matters))
    return found.union(*(forms(words(OTHER_WORDS.get(ground, ""))) for ground in body.grounds))


@cache
def topic_words(matter: str) -> frozenset[str]:
    """A matter of the guide as it is called in each language, and in other words."""
    said = [OTHER_WORDS.get(matter, "")]
    label = QUESTIONS["matter"].choices.get(matter, "")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.append(str(label))
    return frozenset(forms(word for text in said for word in words(text)))


def countries() -> list[str]:
    """The codes of the countries that have an entry."""
    return sorted({body.country for body in selectors.active_bodies() if body.country})


def is_stale(body: ReferralBody, *, today: date) -> bool:
    """Whether an entry waits to be checked: never, or longer ago than half a year."""
    return body.last_verified is None or today - body.last_verified > FRESH


def stale(*, today: date) -> list[ReferralBody]:
    """The entries in use that wait to be checked: those never checked first, then the longest ago. Read afresh."""
    rows = [body for body in ReferralBody.objects.filter(active=True) if is_stale(body, today=today)]
    return sorted(rows, key=lambda body: (body.last_verified or date.min, sorting(body.name)))


def verified(code: str, *, today: date) -> bool:
    """Notes that somebody checked an entry today; False when there is none in use by this code."""
    found = ReferralBody.objects.filter(code=code, active=True).update(last_verified=today)
    remembered.forget()
    return bool(found)
