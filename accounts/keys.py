"""allauth's forms of security keys: what a browser would never hand over is a wrong answer, not a fault of ours."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from fido2.webauthn import AuthenticationResponse, RegistrationResponse


class KeyAnswer(forms.JSONField):
    """What a key answered, of the `shape` that the form expects."""

    widget = forms.HiddenInput

    def __init__(self, shape: type[AuthenticationResponse] | type[RegistrationResponse]) -> None:
        self.shape = shape
        super().__init__()

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValidationError, ValueError, RecursionError) as error:  # no JSON, 5,000 digits, 100,000 brackets
            raise get_adapter().validation_error("incorrect_code") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            self.shape.from_dict(value)
        except Exception as error:  # whatever the reader of keys met in bytes that no key wrote
            raise get_adapter().validation_error("incorrect_code") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    """Sets a key up."""

    credential = KeyAnswer(RegistrationResponse)


class AuthenticateWebAuthnForm(webauthn.AuthenticateWebAuthnForm):
    """The second step of a login."""

    credential = KeyAnswer(AuthenticationResponse)


class LoginWebAuthnForm(webauthn.LoginWebAuthnForm):
    """A login without a password."""

    credential = KeyAnswer(AuthenticationResponse)


class ReauthenticateWebAuthnForm(webauthn.ReauthenticateWebAuthnForm):
    """The key once more, before something delicate."""

    credential = KeyAnswer(AuthenticationResponse)
