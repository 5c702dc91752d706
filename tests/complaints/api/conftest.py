"""Callers of the API: nobody, the holder of a code, an account in an app."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.headless.internal.sessionkit import new_session
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from complaints.models import Complaint
from tests.complaints.api.calls import Caller
from tests.complaints.follow_up.opening import CODE, with_code


def token_of(user: Any) -> str:
    """The session of an app in which this account is logged in."""
    session = new_session()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def caller() -> Caller:
    return Caller()


@pytest.fixture
def as_user() -> Callable[..., Caller]:
    """`as_user(user)` calls with the session token of an app."""
    return lambda user, **more: Caller(X_Session_Token=token_of(user), **more)


@pytest.fixture
def with_file() -> Callable[..., Caller]:
    """`with_file(case)` has proved number and code of this case."""

    def open_case(case: Complaint, **more: str) -> Caller:
        with_code(case)
        answer = Caller().post("complaints/open/", {"reference": case.reference, "code": CODE})
        assert answer.status_code == 200
        return Caller(File_Token=answer.json_body["file_token"], **more)

    return open_case
