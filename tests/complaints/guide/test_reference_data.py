"""The reviewed files load whole, twice without a change, and never take away what people entered."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Region, Unit, UnitKind
from complaints.enums import Ground
from complaints.guide import reference_data
from complaints.guide.models import Administration, Country, Holiday, ReferralBody, Subject
from complaints.workflow.selectors import unit_of

FILES = sorted(reference_data.DATA.glob("*.csv"))


@pytest.fixture
def loaded(db):
    return reference_data.load()


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_its_names_and_its_own_key(path):
    lines = rows(path)
    key = next(iter(lines[0]))
    assert len({line[key] for line in lines}) == len(lines)
    for line in lines:
        assert all(line[language].strip() == line[language] != "" for language in reference_data.LANGUAGES), line
        assert not any("'" in value or "\u200f" in value for value in line.values()), line
        assert any("\u0600" <= letter <= "\u06ff" for letter in line["ar"]), line


def test_everything_is_there(loaded):
    assert Region.objects.count() == 12
    kinds = [unit.kind for unit in Unit.objects.all()]
    assert {kind: kinds.count(kind) for kind in UnitKind} == {
        "headquarters": 1, "regional": 7, "local": 2, "contact_point": 3,
    }  # fmt: skip
    assert Subject.objects.count() == 61
    assert Administration.objects.exclude(code__startswith="consulat-").count() == 68
    assert Administration.objects.filter(parent__code="consulats-generaux").count() > 50
    assert Country.objects.count() > 240
    assert Holiday.objects.filter(day__year=2026).count() >= 17


def test_every_ground_has_somebody_who_helps(loaded):
    helped = {ground for body in ReferralBody.objects.all() for ground in body.grounds}
    assert helped == set(Ground)


def test_loading_twice_changes_nothing(loaded):
    again = reference_data.load()
    for counts in again.values():
        assert (counts.inserted, counts.updated, counts.kept) == (0, 0, 0)


def test_command_prints_what_it_did(db):
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    assert "subjects: 61 inserted, 0 updated" in out.getvalue()


def test_what_an_administrator_entered_stays(loaded):
    Unit.objects.filter(code="agadir").update(phone="+212 5 28 00 00 00")
    Administration.objects.create(code="our-own", kind=Administration.Kind.LOCAL, names={"fr": "Ajoutée ici"})
    Subject.objects.filter(code="FON-F3").update(names={"fr": "Changé à la main"})
    counts = reference_data.load()
    assert Unit.objects.get(code="agadir").phone == "+212 5 28 00 00 00"
    assert Administration.objects.filter(code="our-own").exists()
    assert counts["administrations"].kept == 1
    assert counts["subjects"].updated == 1
    assert "Expropriation" in Subject.objects.get(code="FON-F3").names["fr"]


def test_a_sighted_feast_replaces_its_estimate_for_good(loaded):
    for expected, sighted in [(date(2027, 3, 10), date(2027, 3, 11)), (date(2027, 3, 9), date(2027, 3, 10))]:
        assert Holiday.objects.get(day=expected).estimated
        Holiday.objects.filter(day=expected).update(day=sighted, estimated=False)
    reference_data.load()
    march = Holiday.objects.filter(day__year=2027, day__month=3).values_list("day", flat=True)
    assert sorted(march) == [date(2027, 3, 10), date(2027, 3, 11)]


def test_the_samples_reach_their_unit(loaded):
    def unit(administration, region):
        return unit_of(
            administration=Administration.objects.get(code=administration),
            region=Region.objects.filter(code=region).first(),
            on=date(2026, 11, 24),
        ).code

    assert unit("communes", "beni-mellal-khenifra") == "beni-mellal"
    assert unit("affaires-rurales", "tanger-tetouan-al-hoceima") == "tanger"
    assert unit("consulat-be-bruxelles", "") == "hq"
    assert unit("prefectures-provinces", "oriental") == "oujda"
