"""Complaints being written."""

import hashlib
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from complaints import codes
from complaints.enums import Verdict
from complaints.intake.models import Draft, DraftFile


class DraftFactory(DjangoModelFactory):
    """An empty draft whose code is `code` (a parameter): `DraftFactory(code=codes.new_code())`."""

    code_hash = factory.LazyAttribute(lambda draft: codes.hash_code(draft.code))
    language = "fr"

    class Meta:
        model = Draft

    class Params:
        code = factory.LazyFunction(codes.new_code)


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
