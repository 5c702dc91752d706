"""Complaints being written."""

import hashlib
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from complaints.enums import Verdict
from complaints.intake import resume
from complaints.intake.models import Draft, DraftFile


class DraftFactory(DjangoModelFactory):
    """An empty draft; `resume.resume_code(draft)` is its code."""

    key = factory.LazyFunction(uuid.uuid4)
    code_hash = factory.LazyAttribute(lambda draft: resume.index(resume.resume_code(Draft(key=draft.key))))
    language = "fr"

    class Meta:
        model = Draft


class DraftFileFactory(DjangoModelFactory):
    draft = factory.SubFactory(DraftFactory)
    name = factory.Sequence("photo-{}.jpg".format)
    content_type = "image/jpeg"
    size = 120_000
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.name.encode()).hexdigest())
    original = factory.LazyFunction(lambda: f"originals/{uuid.uuid4().hex}")
    copy = factory.LazyFunction(lambda: f"copies/{uuid.uuid4().hex}")
    verdict = Verdict.CLEAN
    sent_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = DraftFile
