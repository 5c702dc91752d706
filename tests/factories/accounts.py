"""Units and the people in them."""

from datetime import date

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import Region, Role, Unit, UnitKind, User
from accounts.roles import DESK

PASSWORD = "correct horse battery staple"


def names(text: str) -> dict[str, str]:
    """A name in each language, so that a test sees which one was shown."""
    return {"ar": f"{text} ع", "fr": text, "en": f"{text} (en)", "es": f"{text} (es)"}


class RegionFactory(DjangoModelFactory):
    code = factory.Sequence("region-{}".format)
    names = factory.LazyAttribute(lambda region: names(region.code))

    class Meta:
        model = Region
        django_get_or_create = ("code",)


class HeadquartersFactory(DjangoModelFactory):
    """The one headquarters; asked twice it is the same row."""

    code = "hq"
    kind = UnitKind.HEADQUARTERS
    names = names("Siège")
    valid_from = date(2011, 3, 17)

    class Meta:
        model = Unit
        django_get_or_create = ("code",)


class UnitFactory(DjangoModelFactory):
    """A regional delegation. `local=True` and `contact_point=True` make the smaller kinds."""

    code = factory.Sequence("unit-{}".format)
    kind = UnitKind.REGIONAL
    names = factory.LazyAttribute(lambda unit: names(unit.code))
    parent = factory.SubFactory(HeadquartersFactory)
    region = factory.SubFactory(RegionFactory)
    valid_from = date(2011, 3, 17)

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    class Params:
        local = factory.Trait(kind=UnitKind.LOCAL)
        contact_point = factory.Trait(kind=UnitKind.CONTACT_POINT)


class UserFactory(DjangoModelFactory):
    """A citizen with a verified address; `handler=True` and so on for the other roles, each with a unit where it needs one."""

    email = factory.LazyAttributeSequence(lambda user, n: f"{user.role}-{n}@example.org")
    name = factory.Sequence("Person {}".format)
    role = Role.CITIZEN
    unit = None
    language = "fr"
    is_staff = factory.LazyAttribute(lambda user: user.role in DESK)
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        intake = factory.Trait(role=Role.INTAKE, unit=factory.SubFactory(HeadquartersFactory))
        handler = factory.Trait(role=Role.HANDLER, unit=factory.SubFactory(UnitFactory))
        head = factory.Trait(role=Role.HEAD, unit=factory.SubFactory(UnitFactory))
        supervisor = factory.Trait(role=Role.SUPERVISOR, unit=factory.SubFactory(HeadquartersFactory))
        liaison = factory.Trait(role=Role.LIAISON)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        statistician = factory.Trait(role=Role.STATISTICIAN)
        auditor = factory.Trait(role=Role.AUDITOR)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """`verified=False` leaves the address unproved."""
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=extracted is not False, primary=True)
