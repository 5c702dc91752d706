"""The directories are read once in a while, and never remembered for ever."""

import pytest

from complaints.guide import remembered, selectors
from complaints.guide.models import Country
from tests.factories import CountryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directories_remembered")]


def test_a_list_is_read_once(django_assert_num_queries):
    CountryFactory(code="FR")
    with django_assert_num_queries(1):
        assert [selectors.country("FR") for _ in range(5)] == [Country(code="FR")] * 5
        assert selectors.country("XX") is None


def test_what_an_administrator_changes_is_seen_after_a_while(monkeypatch):
    CountryFactory(code="FR", names={"fr": "Frence"})
    clock = [1000.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: clock[0])
    assert selectors.country("FR").names == {"fr": "Frence"}
    Country.objects.update(names={"fr": "France"})
    assert selectors.country("FR").names == {"fr": "Frence"}
    clock[0] += 61
    assert selectors.country("FR").names == {"fr": "France"}
