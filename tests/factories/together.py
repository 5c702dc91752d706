"""Who acts for a complainant, and with whom a file is shared."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from complaints.enums import Capacity
from complaints.models import GroupMember, Representation, Share
from tests.factories.cases import ComplaintFactory
from tests.factories.directories import CountryFactory


class RepresentationFactory(DjangoModelFactory):
    """A daughter who acts for the complainant under a mandate of a year."""

    complaint = factory.SubFactory(ComplaintFactory)
    capacity = Capacity.MANDATE
    first_name = "Salma"
    last_name = "El Idrissi"
    email = factory.SelfAttribute("complaint.complainant.email")
    mandate_until = factory.LazyFunction(lambda: timezone.now().date() + timedelta(days=300))

    class Meta:
        model = Representation


class GroupMemberFactory(DjangoModelFactory):
    representation = factory.SubFactory(RepresentationFactory, capacity=Capacity.GROUP)
    first_name = "Karim"
    last_name = factory.Sequence("Amrani {}".format)
    id_number = "AB123456"
    country = factory.SubFactory(CountryFactory)

    class Meta:
        model = GroupMember


class ShareFactory(DjangoModelFactory):
    """A brother who has accepted and may read."""

    complaint = factory.SubFactory(ComplaintFactory)
    name = "mon frère Karim"
    email = factory.Sequence("brother-{}@example.org".format)
    right = Share.Right.READ
    invited_at = factory.LazyFunction(timezone.now)
    accepted_at = factory.SelfAttribute("invited_at")

    class Meta:
        model = Share
