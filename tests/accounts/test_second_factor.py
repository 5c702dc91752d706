"""The code of a second factor is taken a half minute late or early, and no later (RFC 6238, 5.2)."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth

from accounts.models import User

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of RFC 6238's kind, no one's
HALF_MINUTE = 60_000_000


@pytest.mark.parametrize(("away", "let_in"), [(0, True), (-1, True), (1, True), (-2, False), (2, False)])
def test_half_minutes_beside(client, monkeypatch, away, let_in):
    monkeypatch.setattr(auth.time, "time", lambda: HALF_MINUTE * 30 + 5)
    user = User.objects.create_user("s@example.org", "correct horse battery")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    auth.TOTP.activate(user, SECRET)
    client.post("/account/login/", {"login": user.email, "password": "correct horse battery"})
    assert "_auth_user_id" not in client.session
    code = auth.format_hotp_value(auth.hotp_value(SECRET, HALF_MINUTE + away))
    client.post("/account/2fa/authenticate/", {"code": code})
    assert ("_auth_user_id" in client.session) is let_in
