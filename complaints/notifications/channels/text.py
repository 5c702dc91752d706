"""SMS and WhatsApp behind one small interface: a provider over HTTP, or the mailbox page of a developer's machine.

The setting of a provider is a `Provider` (docs/configuration.md); its number never reaches a log or a list of attempts."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from complaints.notifications.channels import Answer, Gone, Later, Refused, Unreachable, wire
from complaints.notifications.models import Channel, OutboxMessage, SentMail
from complaints.notifications.registry import Envelope

PLACE = re.compile(r"\{(to|text|kind|language|key|reference)\}")
LANDLINE = "the number is a landline"


class Gateway(Protocol):
    """Who carries a short text. `kind` is the name of the template, `key` the same at every attempt."""

    def send(self, to: str, text: str, *, kind: str, language: str, key: str, reference: str = "") -> Answer:
        """Hands it over; raises Refused, Later or Unreachable."""
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is spoken to. `body` is JSON whose texts may hold {to} {text} {kind} {language} {key} {reference}."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = field(default_factory=lambda: {"to": "{to}", "text": "{text}", "key": "{key}"})
    key_header: str = "Idempotency-Key"
    timeout: float = 10.0
    refused: str = (
        r"(?:invalid|unknown|unreachable|not (?:a )?(?:valid|mobile)|black ?listed|unsubscribed)[^.]{0,40}"
        r"(?:number|phone|recipient|msisdn|destination|subscriber)"
        r"|(?:number|phone|recipient|msisdn|destination|subscriber)[^.]{0,60}"
        r"(?:invalid|unknown|unreachable|not (?:a )?(?:valid|mobile)|black ?listed|unsubscribed)"
    )


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A provider over HTTP.

    2xx: taken. 4xx whose answer says that the number is none (`refused`): never. 401, 403, another 404, a redirect: our setting
    is wrong, so that nobody's text would pass: an outage. All else: later."""

    provider: Provider

    def send(self, to: str, text: str, *, kind: str, language: str, key: str, reference: str = "") -> Answer:
        facts = {
            "to": to, "text": text, "kind": kind, "language": language, "key": key, "reference": reference,
        }  # fmt: skip
        given, body = self.provider, json.dumps(filled(self.provider.body, facts), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", **given.headers}
        if given.key_header:
            headers[given.key_header] = key
        try:
            reply = wire.ask(given.url, method=given.method, body=body, headers=headers, timeout=given.timeout)
        except wire.NoAnswer as error:
            raise Unreachable(f"the provider cannot be reached: {error}") from error
        return _read(reply, given)


def _read(reply: wire.Reply, provider: Provider) -> Answer:
    if 200 <= reply.status < 300:
        return Answer(reply.said)
    ours = reply.status in (401, 403) or 300 <= reply.status < 400
    if not ours and reply.status < 500 and reply.status not in (408, 429):
        if re.search(provider.refused, reply.text, re.IGNORECASE):
            raise Refused("the provider says that nobody can be reached at this number", reply.said, nobody=True)
        ours = reply.status == 404
    if ours:
        raise Unreachable(f"the provider does not take our messages: {reply.status}")
    raise Later("the provider did not take it", reply.said, seconds=reply.wait)


def filled(value: Any, facts: Mapping[str, str]) -> Any:
    """The body with its places filled. A part of a list that speaks of something empty is left out as a whole."""
    if isinstance(value, str):
        return PLACE.sub(lambda place: facts[place[1]], value)
    if isinstance(value, dict):
        return {name: filled(part, facts) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, facts) for part in value if not _empty(part, facts)]
    return value


def _empty(part: Any, facts: Mapping[str, str]) -> bool:
    return any(not facts[name] for name in PLACE.findall(json.dumps(part)))


@dataclass(frozen=True, slots=True)
class MailboxGateway:
    """Of a developer's machine: the text stands among the mails at /mailbox/."""

    channel: str

    def send(self, to: str, text: str, *, kind: str, language: str, key: str, reference: str = "") -> Answer:
        from complaints.notifications.mail import keep

        keep(
            SentMail(
                sender=str(Channel(self.channel).label), to=to, subject=text, message_id=key[:200], language=language,
                direction="rtl" if language == "ar" else "ltr", text=text,
                blocks=[{"kind": "paragraph", "runs": [{"text": text, "ltr": False, "link": False}], "items": [], "url": ""}],
            )
        )  # fmt: skip
        return Answer("kept in the mailbox of this machine")


def gateway(channel: str) -> Gateway | None:
    """Who carries this channel here; None when nobody does, and then no page offers it."""
    provider = {Channel.SMS: settings.SMS, Channel.WHATSAPP: settings.WHATSAPP}[Channel(channel)]
    if provider:
        return HttpGateway(_provider(json.dumps(provider, sort_keys=True)))
    return MailboxGateway(channel) if settings.MAILBOX else None


@lru_cache(maxsize=8)
def _provider(setting: str) -> Provider:
    return Provider(**json.loads(setting))


def send(message: OutboxMessage, envelope: Envelope) -> Answer:
    """The short text to the number; raises Gone where nobody is to be reached in this way."""
    from complaints.notifications import short

    if not envelope.phone:
        raise Gone("no number, or this way is not wanted")
    carrier = gateway(message.channel)
    if carrier is None:
        raise Gone("nobody carries these messages here")
    to = number(envelope.phone, landline=message.channel == Channel.WHATSAPP)
    found = short.render(message, envelope)
    return carrier.send(
        to, found.text, kind=found.template, language=found.language, key=message.key_of_mail.hex,
        reference=found.reference,
    )  # fmt: skip


def number(text: str, *, landline: bool) -> str:
    """The number in E.164; raises Refused for one that cannot be right, and for a landline where that hears nothing."""
    import phonenumbers

    try:
        found = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise Refused("the number cannot be read", nobody=True) from None
    if not phonenumbers.is_possible_number(found):  # numbering plans change faster than any list: the provider knows
        raise Refused("there is no such number", nobody=True)
    if not landline and phonenumbers.number_type(found) == phonenumbers.PhoneNumberType.FIXED_LINE:
        raise Refused(LANDLINE, nobody=True)
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
