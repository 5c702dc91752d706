"""The directories of complaints/guide. Tests that need the real ones call the command `load_reference_data`."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from complaints.enums import Ground
from complaints.guide.models import Administration, Country, Holiday, Interlocutor, ReferralBody, Subject
from tests.factories.accounts import UserFactory, names

COUNTRIES = {
    "FR": ("France", "33", "Europe/Paris"),
    "ES": ("Espagne", "34", "Europe/Madrid"),
    "IT": ("Italie", "39", "Europe/Rome"),
    "CA": ("Canada", "1", "America/Toronto"),
    "MA": ("Maroc", "212", "Africa/Casablanca"),
}


class CountryFactory(DjangoModelFactory):
    code = "FR"
    names = factory.LazyAttribute(lambda country: names(COUNTRIES.get(country.code, (country.code, "", ""))[0]))
    calling_code = factory.LazyAttribute(lambda country: COUNTRIES.get(country.code, ("", "", ""))[1])
    time_zone = factory.LazyAttribute(lambda country: COUNTRIES.get(country.code, ("", "", "UTC"))[2])

    class Meta:
        model = Country
        django_get_or_create = ("code",)


class SubjectFactory(DjangoModelFactory):
    code = "FON-F3"
    nature = factory.LazyAttribute(lambda subject: subject.code.split("-")[0])
    names = factory.LazyAttribute(lambda subject: names(subject.code))

    class Meta:
        model = Subject
        django_get_or_create = ("code",)


class AdministrationFactory(DjangoModelFactory):
    """A commune's council; `ministry=True` for a central administration."""

    code = factory.Sequence("administration-{}".format)
    kind = Administration.Kind.LOCAL
    local = True
    names = factory.LazyAttribute(lambda body: names(body.code))

    class Meta:
        model = Administration
        django_get_or_create = ("code",)

    class Params:
        ministry = factory.Trait(kind=Administration.Kind.MINISTRY, local=False)


class InterlocutorFactory(DjangoModelFactory):
    administration = factory.SubFactory(AdministrationFactory)
    user = factory.SubFactory(UserFactory, liaison=True)
    since = date(2024, 1, 1)

    class Meta:
        model = Interlocutor


class ReferralBodyFactory(DjangoModelFactory):
    code = factory.Sequence("body-{}".format)
    names = factory.LazyAttribute(lambda body: names(body.code))
    grounds = [Ground.X4]
    how = factory.LazyAttribute(lambda body: names("Écrivez-leur"))
    website = "https://example.org/"

    class Meta:
        model = ReferralBody
        django_get_or_create = ("code",)


class HolidayFactory(DjangoModelFactory):
    day = factory.Sequence(lambda n: date(2040, 1, 1) + timedelta(days=n))
    names = names("Fête")

    class Meta:
        model = Holiday
        django_get_or_create = ("day",)
