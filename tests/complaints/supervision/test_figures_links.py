"""Behind each number lies the list of exactly that many files: the desk's queue understands what the figures ask."""

import re
from html import unescape

import pytest
from django.urls import reverse

from complaints.supervision.links import QUEUE

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/desk/complaints/complaint/\?[^"]+)"(?: aria-label="[^"]*")?>([^<]+)</a>')


def test_the_queue_is_where_the_links_lead():
    assert reverse("admin:complaints_complaint_changelist") == QUEUE


@pytest.mark.parametrize("query", [{"period": "12w"}, {"period": "year", "unit": "fes"}, {"unit": "none"}])
def test_every_list_is_as_long_as_its_number(open_figures, client, query):
    html = open_figures(**query).content.decode()
    links = {(unescape(address), text) for address, text in LINK.findall(html) if "days" not in text}
    assert len(links) > 10
    wrong = [
        (address, text, client.get(address).context["total"])
        for address, text in sorted(links)
        if str(client.get(address).context["total"]) != text
    ]
    assert wrong == []
