"""Who is asking."""

from rest_framework import serializers


class Account(serializers.Serializer):
    """An account."""

    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()


class Session(serializers.Serializer):
    """As whom this request is read."""

    account = Account(allow_null=True)
    csrf_token = serializers.CharField(
        help_text="For scripts of our pages: sent back in `X-CSRFToken`. Empty for an app."
    )
