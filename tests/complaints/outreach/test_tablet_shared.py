"""A tablet that many people hold: the browser proposes nothing of the person before, and a lock shows nothing."""

import re

import pytest

from complaints.intake import actions
from complaints.outreach.tablet import access
from tests.complaints.intake.filing import POSTS
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet
from tests.complaints.outreach.tabletop import ORDER

__all__ = ["office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db


def test_the_browser_proposes_nothing_that_was_typed_before(office, shift, tablet):
    """Names, addresses and telephones of one person are no proposals to the next (S18)."""
    tabletop.sit_down(tablet, "fr")
    addresses = ["/tablet/", "/tablet/question/", "/tablet/guide/?ask=country"]
    pages = [tablet.get(address).content.decode() for address in addresses]
    tabletop.type_in(tablet)
    pages += [tablet.get(f"/tablet/complaint/{part}/").content.decode() for part in ORDER]
    pages.append(tablet.get("/tablet/turn/card/?against=private&where=morocco&court=no&matter=fraud").content.decode())
    fields = [tag for page in pages for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)]
    typed = [tag for tag in fields if re.search(r'type="(text|email|tel|number)"|<textarea|<select', tag)]
    assert len(typed) > 20
    assert [tag for tag in typed if 'autocomplete="off"' not in tag and 'type="hidden"' not in tag] == []


def test_a_locked_tablet_shows_nothing_of_a_draft_that_changed_meanwhile(office, shift, tablet):
    """The form of another window comes too late, and the lock has fallen: the PIN comes first."""
    tabletop.sit_down(tablet, "ar")
    draft = tabletop.type_in(tablet)
    actor = access.actor_of(shift)
    actions.save_step(
        draft=draft, slug="name", raw={**draft.answers["name"], "first_name": ["ياسمينة"]}, valid=True, actor=actor
    )
    tabletop.minutes_pass(shift, 3)
    stale = tabletop.body("person", {"name": {**POSTS["name"], "first_name": "Autre"}})
    answer = tablet.post("/tablet/complaint/person/", {**stale, "seen-name": "0" * 16})
    assert answer.status_code == 303
    assert answer["Location"] == "/tablet/unlock/"
    assert "ياسمينة" not in answer.content.decode()
