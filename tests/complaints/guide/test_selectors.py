"""People find an administration however they write it."""

import pytest
from django.utils import translation

from complaints.guide import reference_data, selectors
from complaints.guide.models import Administration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _directories(db):
    reference_data.load()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cnss", "cnss"),
        ("CNSS ", "cnss"),
        ("securite sociale", "cnss"),
        ("الضمان الإجتماعي", "cnss"),
        ("ضمان اجتماعي", "cnss"),
        ("seguridad social", "cnss"),
        ("conservation fonciere", "ancfcc"),
        ("المحافظه العقاريه", "ancfcc"),
        ("interieur", "interieur"),
        ("Ministère de l'Intérieur", "interieur"),
        ("وزاره الداخليه", "interieur"),
        ("mairie", "communes"),
        ("commune de Khénifra", "communes"),
        ("الجماعة", "communes"),
        ("consulat lille", "consulat-fr-lille"),
        ("consulado murcia", "consulat-es-murcie"),
        ("قنصلية بروكسل", "consulat-be-bruxelles"),
        ("permis de conduire", "narsa"),
        ("driving licence", "narsa"),
        ("impôts", "dgi"),
        ("douanes", "adii"),
        ("aduana", "adii"),
        ("terres soulaliyates", "affaires-rurales"),
        ("retraite cmr", "cmr"),
    ],
)
def test_search_finds(typed, first):
    assert selectors.search_administrations(typed)[0].code == first


@pytest.mark.parametrize("typed", ["", "   ", "…", "\x00", "\ud800", "zzzzqqq", "’", "%_"])
def test_search_of_nothing_is_nothing(typed):
    assert selectors.search_administrations(typed) == []


def test_search_keeps_its_limit_and_bears_long_texts():
    assert len(selectors.search_administrations("ministere", 3)) == 3
    selectors.search_administrations("x " * 500_000)


def test_an_ended_administration_is_not_offered():
    Administration.objects.filter(code="cnops").update(valid_to="2025-12-31")
    assert all(body.code != "cnops" for body in selectors.search_administrations("cnops"))


def test_lists_are_sorted_in_the_language_of_the_page():
    with translation.override("fr"):
        names = [country.name for country in selectors.countries()]
        assert names.index("Égypte") < names.index("France")
        assert names.index("Espagne") < names.index("États-Unis")
    with translation.override("ar"):
        first = selectors.countries()[0].name
        assert first.startswith(("أ", "آ", "إ", "ا"))


def test_groups_hold_every_entry_once():
    bodies = [body.code for _kind, members in selectors.administrations_by_kind() for body in members]
    assert len(bodies) == len(set(bodies)) == Administration.objects.count()
    subjects = [subject.code for _nature, members in selectors.subjects_by_nature() for subject in members]
    assert len(subjects) == 61
    assert all(
        not subject.code.startswith("HC")
        for _nature, members in selectors.subjects_by_nature(outside=False)
        for subject in members
    )


def test_consulates_of_a_country():
    assert [post.code for post in selectors.consulates("nl")] == [
        post.code for post in selectors.consulates() if post.code.startswith("consulat-nl-")
    ]
    assert len(selectors.consulates("FR")) > 10


def test_the_ombudsman_of_the_country_comes_first():
    assert selectors.referral_bodies(ground="X7", country="DE")[0].code == "petitionsausschuss"
    codes = [body.code for body in selectors.referral_bodies(ground="X7", country="DE")]
    assert "defenseur-des-droits" not in codes
    assert "services-consulaires" in codes
