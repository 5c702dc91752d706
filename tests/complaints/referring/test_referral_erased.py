"""What a person has erased is not handed out by the copy of what was passed on; what a body was sent stays named."""

import json

import pytest

from complaints.casework import erasures
from complaints.models import Person, Referral
from complaints.referring import actions
from tests import factories
from tests.complaints.referring import referred
from tests.complaints.referring.referred import holder

pytestmark = pytest.mark.django_db


def test_an_erased_telephone_leaves_the_package_of_a_body_that_has_it(life):
    row = referred.asked(life)
    Person.objects.filter(pk=row.complaint.complainant_id).update(phone="+33612345678")
    row = actions.agree(row, actor=holder(row), items=["contact"])
    assert json.loads(row.given)["contact"]["phone"] == "+33 6 12 34 56 78"
    row.complaint.refresh_from_db()
    erasures.erase_data(
        row.complaint, actor=life.head, documents=[], columns=["phone"], messages=[], ground="Loi 09-08"
    )
    kept = json.loads(Referral.objects.get(pk=row.pk).given)["contact"]
    assert "phone" not in kept
    assert kept["email"]


def test_a_document_that_went_to_a_body_is_not_offered_for_erasure(life):
    row = referred.agreed(life, documents=True)
    sent = row.documents.get().attachment
    other = factories.AttachmentFactory(complaint=row.complaint)
    assert set(erasures.erasable_documents(row.complaint)) == {other}
    assert sent != other
