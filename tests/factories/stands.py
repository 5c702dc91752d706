"""Stands with their hours and desks, numbers of their queue, and visits."""

from datetime import time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from complaints.outreach.models import Stand, StandAgent, StandDesk, StandHours, Ticket, Visit
from complaints.outreach.words import Event, Why
from tests.factories.accounts import RegionFactory, UnitFactory, UserFactory, names


class StandFactory(DjangoModelFactory):
    """Published, today, from 9 to 17, two desks. `draft=True`, `cancelled=True` and `over=True` make the others."""

    unit = factory.SubFactory(UnitFactory)
    region = factory.SubFactory(RegionFactory)
    event = Event.SUMMER
    names = factory.Sequence(lambda n: names(f"Stand {n}"))
    place = "Port de Tanger Med"
    begins_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda stand: stand.begins_on)
    planned_by = factory.SubFactory(UserFactory, head=True)
    planned_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Stand
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)
        over = factory.Trait(begins_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=9)))
        cancelled = factory.Trait(
            cancelled_at=factory.LazyFunction(timezone.now),
            why_cancelled=Why.WEATHER,
            words_cancelled={"fr": "Nouvelle date : dimanche."},
        )

    @factory.post_generation
    def hours(self, create, extracted, **kwargs):
        """`hours=[]` makes none; else 9 to 17 on every day."""
        if not create or extracted is not None:
            return
        number = (self.ends_on - self.begins_on).days + 1
        for n in range(number):
            day = self.begins_on + timedelta(days=n)
            StandHours.objects.create(stand=self, day=day, opens=time(9), closes=time(17))

    @factory.post_generation
    def desks(self, create, extracted, **kwargs):
        """`desks=3`: so many."""
        if create:
            for n in range(2 if extracted is None else extracted):
                StandDesk.objects.create(stand=self, number=n + 1)


class StandAgentFactory(DjangoModelFactory):
    stand = factory.SubFactory(StandFactory)
    user = factory.SubFactory(UserFactory, handler=True)

    class Meta:
        model = StandAgent


class TicketFactory(DjangoModelFactory):
    """Handed out and waiting."""

    stand = factory.SubFactory(StandFactory)
    day = factory.LazyFunction(timezone.localdate)
    number = factory.Sequence(lambda n: n % 900 + 1)
    language = "ar"
    drawn_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Ticket


class VisitFactory(DjangoModelFactory):
    """Somebody who was listened to, at ten in the morning of the first day."""

    stand = factory.SubFactory(StandFactory)
    agent = factory.LazyAttribute(lambda visit: visit.stand.planned_by)
    day = factory.LazyAttribute(lambda visit: visit.stand.begins_on)
    at = factory.LazyFunction(timezone.now)
    outcome = Visit.Outcome.LISTENED
    language = "ar"

    class Meta:
        model = Visit
