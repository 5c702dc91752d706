"""The public directory of those who help when the institution cannot: found by words of any language, ground, matter, country."""

from collections.abc import Sequence
from datetime import date, timedelta

from complaints.guide import remembered, selectors
from complaints.guide.folding import sorting, without_article, words
from complaints.guide.models import ReferralBody
from complaints.guide.selectors import closeness, forms

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
    """How many of the words match, and how well; a name counts more than what is said about the body."""
    name = forms(word for text in [*body.names.values(), body.code] for word in words(text))
    other = forms(word for texts in (body.how, body.abroad) for text in texts.values() for word in words(text))
    scores = [closeness(word, name) * 3 + closeness(word, other) for word in map(without_article, wanted)]
    return sum(score > 0 for score in scores), sum(scores)


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
