"""A browser for each person of the office."""

import pytest
from django.test import Client

from accounts.actors import Actor


@pytest.fixture
def desk():
    """A client logged in as the actor, in English."""

    def enter(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.cookies["language"] = language
        client.force_login(actor.user)
        return client

    return enter
