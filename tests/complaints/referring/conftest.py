"""The browsers of the complainant's side and of the desk, for both meet here."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from complaints.models import Complaint
from tests.complaints.follow_up.opening import CODE, with_code


@pytest.fixture
def opened(client: Client) -> Callable[[Complaint], Client]:
    """`opened(case)` is the browser in which the case is open."""

    def open_case(case: Complaint) -> Client:
        with_code(case)
        assert client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE}).status_code == 302
        return client

    return open_case


@pytest.fixture
def desk() -> Callable[[Actor], Client]:
    """A client logged in as the actor, in English."""

    def enter(actor: Actor) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies["language"] = "en"
        client.force_login(actor.someone)
        return client

    return enter
