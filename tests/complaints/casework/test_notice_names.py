"""Every notice has a name at the desk: no code of ours stands on a page."""

import pytest
from django.utils.translation import override

from complaints.casework import notice_names
from complaints.casework.notice_names import addressee_of, name_of
from complaints.notifications import registry


def test_every_kind_of_notice_is_named_and_no_other():
    assert set(notice_names.NAMES) == set(registry.KINDS)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_in_the_languages_of_the_desk(language):
    with override("en"):
        said = {kind: str(name) for kind, name in notice_names.NAMES.items()}
    with override(language):
        assert [kind for kind, name in notice_names.NAMES.items() if str(name) == said[kind]] == []


@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        ("complaint:4:citizen", "Complainant"),
        ("draft:x", "Complainant"),
        ("share:3", "Who shares the file"),
        ("referral:3", "The other body"),
        ("user:9", "Staff or administration"),
    ],
)
def test_who_was_told(recipient, said):
    with override("en"):
        assert str(addressee_of(recipient)) == said
        assert name_of("no_such_kind") == "no_such_kind"
