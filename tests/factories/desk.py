"""The desk's own rows."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from complaints.casework.models import InternalNote, Letter, Proposal
from tests.factories.cases import ComplaintFactory


class InternalNoteFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory, prelim_review=True)
    author = factory.SelfAttribute("complaint.handler")
    text = "Vérifier le décret d’expropriation."
    at = factory.LazyFunction(timezone.now)

    class Meta:
        model = InternalNote


class LetterFactory(DjangoModelFactory):
    complaint = factory.SubFactory(ComplaintFactory, awaiting_administration=True)
    administration = factory.SelfAttribute("complaint.administration")
    number = factory.Sequence("L-2026-{:05d}".format)
    language = "fr"
    subject = "Demande de renseignements"
    body = "Nous vous prions de nous faire connaître la suite réservée à cette demande."
    written_by = factory.SelfAttribute("complaint.handler")
    sent_at = factory.LazyAttribute(lambda letter: letter.complaint.sent_at or timezone.now())

    class Meta:
        model = Letter


class ProposalFactory(DjangoModelFactory):
    """A decision that waits for a second person."""

    complaint = factory.SubFactory(ComplaintFactory, citizen_comment=True)
    transition = "close_unfounded"
    data = factory.LazyFunction(lambda: {"basis": "loi 7-81", "public_text": "L’administration a appliqué la loi."})
    proposed_by = factory.SelfAttribute("complaint.handler")
    proposed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Proposal
