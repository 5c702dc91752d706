"""Reads of the directories. The tables are small: read whole and searched here, so that every spelling finds its entry."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.roles import Role
from complaints.guide.folding import sorting, without_article, words
from complaints.guide.models import Administration, Country, Holiday, Interlocutor, ReferralBody, StandIn, Subject
from complaints.guide.remembered import remembered

CONSULATES = "consulats-generaux"  # the parent of every post
LONGEST_QUERY = 200
SMALL_WORDS = frozenset(words("a al au aux de del des do du el en et l la le les los of the un une y في من و على"))


@remembered
def holidays() -> frozenset[date]:
    """The days that do not count as working days."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


@remembered
def every_administration() -> tuple[Administration, ...]:
    """The administrations, those that exist no more included, with their region and the body they are part of."""
    return tuple(Administration.objects.select_related("parent", "region").order_by("code"))


@remembered
def _subjects() -> tuple[Subject, ...]:
    return tuple(Subject.objects.filter(active=True))


@remembered
def _countries() -> tuple[Country, ...]:
    return tuple(Country.objects.order_by("code"))


@remembered
def active_bodies() -> tuple[ReferralBody, ...]:
    """The entries of the referral directory that are in use."""
    return tuple(ReferralBody.objects.filter(active=True))


@remembered
def _regions() -> tuple[Region, ...]:
    return tuple(Region.objects.order_by("code"))


def standing_administrations() -> list[Administration]:
    """The administrations that exist today, with their region and the body they are part of."""
    today = timezone.localdate()
    return [
        body
        for body in every_administration()
        if not (body.valid_from and body.valid_from > today) and not (body.valid_to and body.valid_to < today)
    ]


def administration(code: str) -> Administration | None:
    """The body of a code, if it exists today."""
    return _by_code(standing_administrations(), code)


def subject(code: str) -> Subject | None:
    """The subject of a code, if it is in use."""
    return _by_code(_subjects(), code)


def country(code: str) -> Country | None:
    """The country of an ISO code."""
    return _by_code(_countries(), code)


def region(code: str) -> Region | None:
    """The region of a code."""
    return _by_code(_regions(), code)


def _by_code[Row: (Administration, Country, Region, Subject)](rows: Iterable[Row], code: str) -> Row | None:
    return next((row for row in rows if row.code == code), None)


def words_asked(text: str) -> list[str]:
    """The words to look for; the small ones only where there is nothing else."""
    asked = words(text[:LONGEST_QUERY])
    return [word for word in asked if word not in SMALL_WORDS] or asked


def search_administrations(text: str, limit: int = 10) -> list[Administration]:
    """The administrations whose names (in any language) or other names match the words, best first.

    A word matches from its beginning; accents, case, Arabic spellings and the article do not matter. Where no entry has
    every word, those that have most of them are given."""
    wanted = words_asked(text)
    if not wanted:
        return []
    ranked = []
    for body in standing_administrations():
        found, score = _rank(wanted, body)
        if found:
            ranked.append((-found, -score, body.parent_id is not None, sorting(body.name), body))
    ranked.sort(key=lambda entry: entry[:4])
    complete = [entry for entry in ranked if -entry[0] == len(wanted)]
    return [entry[4] for entry in (complete or ranked)[:limit]]


def _rank(wanted: list[str], body: Administration) -> tuple[int, int]:
    """How many of the words match, and how well: the name counts more than other names, a whole word more than a part."""
    name = forms(word for text in body.names.values() for word in words(text))
    other = forms(words(body.search_words) + words(body.code))
    scores = [closeness(word, name) * 2 + closeness(word, other) for word in map(without_article, wanted)]
    return sum(score > 0 for score in scores), sum(scores)


def forms(found: Iterable[str]) -> set[str]:
    """Each word as it stands, and an Arabic one without the article and the `ب` (in, at) joined to it."""
    bare = {without_article(word) for word in found}
    return bare | {without_article(word.removeprefix("ب")) for word in bare if len(word) > 4}


def closeness(word: str, among: AbstractSet[str]) -> int:
    """3 the word itself, 2 its beginning, 1 a plural or an ending more than the entry has, 0 nothing."""
    if word in among:
        return 3
    if any(entry.startswith(word) for entry in among):
        return 2
    return int(any(len(entry) >= 4 and word.startswith(entry) and len(word) - len(entry) <= 2 for entry in among))


def administrations_by_kind() -> list[tuple[str | Promise, list[Administration]]]:
    """The administrations that exist today under their kinds, each sorted by name; the consulates come as a kind of their own."""
    bodies = sorted(standing_administrations(), key=lambda body: sorting(body.name))
    groups: list[tuple[str | Promise, list[Administration]]] = [
        (kind.label, [body for body in bodies if body.kind == kind and not _is_post(body)])
        for kind in Administration.Kind
    ]
    groups.insert(1, (_("Consulates"), [body for body in bodies if _is_post(body)]))
    return [(label, members) for label, members in groups if members]


def _is_post(body: Administration) -> bool:
    return body.parent is not None and body.parent.code == CONSULATES


def consulates(country: str = "") -> list[Administration]:
    """The consular posts, sorted by name; with a country's code, only those in it."""
    posts = [body for body in standing_administrations() if _is_post(body)]
    if country:
        posts = [post for post in posts if post.code.startswith(f"consulat-{country.lower()}-")]
    return sorted(posts, key=lambda post: sorting(post.name))


def subjects_by_nature(*, outside: bool = True) -> list[tuple[str | Promise, list[Subject]]]:
    """The subjects in use under their natures; `outside=False` leaves those outside competence out."""
    subjects = _subjects()
    return [
        (nature.label, members)
        for nature in Subject.Nature
        if (outside or nature != Subject.Nature.OUTSIDE)
        and (members := [subject for subject in subjects if subject.nature == nature])
    ]


def countries() -> list[Country]:
    """Every country, sorted by its name in the active language."""
    return sorted(_countries(), key=lambda country: sorting(country.name))


def regions() -> list[Region]:
    """The twelve regions, sorted by name in the active language."""
    return sorted(_regions(), key=lambda region: sorting(region.name))


def interlocutors(on: date) -> QuerySet[Interlocutor]:
    """Who speaks for an administration on that day (loi 14-16, articles 31 and 32), with an account that opens its letters.

    A deputy does so while one who is absent has named them, and only for that one's own administration."""
    there = Q(until=None) | Q(until__gte=on)
    everybody = Interlocutor.objects.filter(there, since__lte=on, user__is_active=True, user__role=Role.LIAISON)
    named = StandIn.objects.filter(
        since__lte=on, until__gte=on, ended_at=None, deputy=OuterRef("pk"),
        absent__administration=OuterRef("administration"), absent__in=everybody.filter(deputy=False),
    )  # fmt: skip
    return everybody.filter(Q(deputy=False) | Exists(named))


def referral_body(code: str) -> ReferralBody | None:
    """The entry of a code, if it is in use."""
    return next((body for body in active_bodies() if body.code == code), None)


def referral_bodies(*, ground: str, country: str = "") -> list[ReferralBody]:
    """Who can help on this ground (X1 to X10): bodies of the complainant's country first, then the others."""
    places = Q(country__in=("", "MA")) | Q(country=country.upper())
    bodies = [body for body in ReferralBody.objects.filter(places, active=True) if ground in body.grounds]
    return sorted(bodies, key=lambda body: (body.country != country.upper(), sorting(body.name)))
