"""A visitor who has opened a case with its code."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from tests.complaints.follow_up.opening import CODE, with_code


@pytest.fixture
def opened(client: Client) -> Callable[[Complaint], Client]:
    """`opened(case)` is the browser in which the case is open."""

    def open_case(case: Complaint) -> Client:
        with_code(case)
        answer = client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
        assert answer.status_code == 302
        return client

    return open_case
