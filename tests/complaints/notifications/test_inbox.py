"""The notices on the site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from complaints.notifications import actions, selectors

pytestmark = pytest.mark.django_db
ME = "complaint:1:citizen"


def test_the_inbox_shows_the_readers_own_notices_newest_first_in_the_readers_language(
    put: Callable[..., Any],
) -> None:
    put("event:1", channels=["in_app", "email"])
    put("event:2", channels=["in_app"])
    put("event:3", channels=["in_app"], recipient="complaint:2:citizen")
    with translation.override("ar"):
        notices = selectors.inbox(ME)
    assert [notice.rendered.language for notice in notices] == ["ar", "ar"]
    assert notices[0].id > notices[1].id
    assert notices[0].about == "complaint:1"
    assert [block.kind for block in notices[0].rendered.blocks] == ["paragraph", "list", "action"]


def test_the_inbox_goes_on_below_the_last_one_seen(put: Callable[..., Any]) -> None:
    for number in range(5):
        put(f"event:{number}", channels=["in_app"])
    first = selectors.inbox(ME, limit=3)
    rest = selectors.inbox(ME, limit=3, before=first[-1].id)
    assert len(first) == 3
    assert len(rest) == 2


def test_notices_are_unread_until_they_are_read(put: Callable[..., Any]) -> None:
    put("event:1", channels=["in_app"])
    put("event:2", channels=["in_app", "email"])
    put("event:3", channels=["in_app"], recipient="complaint:2:citizen")
    assert selectors.count_unread(ME) == 2
    newest = selectors.inbox(ME)[0]
    assert actions.mark_read(recipient=ME, upto=newest.id) == 2
    assert actions.mark_read(recipient=ME, upto=newest.id) == 0
    assert selectors.count_unread(ME) == 0
    assert selectors.count_unread("complaint:2:citizen") == 1


def test_nobody_there_any_more_sees_nothing(put: Callable[..., Any], post: Any) -> None:
    put(channels=["in_app"])
    post.gone = True
    assert selectors.inbox(ME) == []


def test_all_that_was_told_about_a_case_is_found_with_its_attempts(
    put: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    put("event:1", channels=["in_app", "email"])
    with django_assert_num_queries(2):
        rows = list(selectors.messages_about("complaint:1"))
        assert [list(row.deliveries.all()) for row in rows] == [[], []]
