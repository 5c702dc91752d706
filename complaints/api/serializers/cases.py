"""A filed complaint, as its complainant sees it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.serializers.fields import Said, Text, Tick
from complaints.enums import ReviewGround, Solved
from complaints.models import Attachment, DataRequest, InformationRequest
from complaints.workflow import states

MOST = 50_000  # characters: the form says what fits


class Coded(serializers.Serializer):
    """A code for programs and its words."""

    code = serializers.CharField()
    label = Said()


class Open(serializers.Serializer):
    """Number and code, as typed."""

    reference = Text(max_length=1000)
    code = Text(max_length=1000)


class LinkWanted(serializers.Serializer):
    """The number of a file, as typed."""

    reference = Text(max_length=1000)


class Opened(serializers.Serializer):
    """What opens the file from now on, in the header `File-Token`."""

    reference = serializers.CharField()
    file_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds. After that, send number and code again.")


class Line(serializers.Serializer):
    """A file in a list."""

    reference = serializers.CharField()
    title = serializers.CharField()
    administration = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField()
    step = serializers.SerializerMethodField()
    turn = serializers.SerializerMethodField()
    whose = serializers.CharField(help_text="Whose file it is, in words; empty for one's own.")
    new_for_you = serializers.BooleanField(help_text="Whether it waits for the complainant.")

    def get_administration(self, row: Any) -> str:
        return row.administration.name if row.administration else row.administration_text

    @extend_schema_field(Coded)
    def get_step(self, row: Any) -> Any:
        return coded(states.step(row.state))

    @extend_schema_field(Coded)
    def get_turn(self, row: Any) -> Any:
        return coded(row.turn)


def coded(choice: Any) -> dict[str, str]:
    """A choice by its code and in words."""
    return {"code": choice.value, "label": str(choice.label)}


class Leg(serializers.Serializer):
    """A step of the way."""

    label = Said()
    tone = serializers.ChoiceField(choices=["past", "now", "next"])


class Item(serializers.Serializer):
    """Something that is asked for."""

    id = serializers.IntegerField(source="pk")
    label = serializers.CharField()


class Request(serializers.Serializer):
    """What the institution asks of the complainant."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(choices=InformationRequest.Kind.choices)
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    items = Item(many=True, source="items.all")


class Possible(serializers.Serializer):
    """Whether something can be done now, and if not, why."""

    possible = serializers.BooleanField()
    reason = serializers.CharField()


class WithdrawalPossible(Possible):
    """The same of a withdrawal."""

    figures = serializers.BooleanField(help_text="Whether six figures are asked for: `withdrawal/figures/` mails them.")


class Chance(Possible):
    """Whether a review can be asked for, until when, on which grounds."""

    until = serializers.DateField(allow_null=True)
    grounds = Coded(many=True)


class Ballot(serializers.Serializer):
    """What the complainant said of the closing. `open`: answers are still taken."""

    open = serializers.BooleanField()
    until = serializers.DateField(allow_null=True)
    solved = serializers.ChoiceField(choices=["", *Solved.values])
    asked = serializers.BooleanField(help_text="Whether the question on fairness was put.")
    fairness = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField()


class Case(serializers.Serializer):
    """A file: where it stands, whose turn it is, what can be done."""

    reference = serializers.CharField()
    title = serializers.CharField()
    administration = serializers.CharField()
    subject = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    step = Coded()
    journey = Leg(many=True)
    turn = Coded()
    deadline = serializers.CharField(help_text="The next date in a sentence; empty without one.")
    due_on = serializers.DateField(allow_null=True)
    mine = serializers.BooleanField(help_text="One's own; false for who has it shared.")
    may_write = serializers.BooleanField()
    acting = serializers.CharField(help_text="For whom one acts, or who shared it, in words; else empty.")
    commenting = serializers.BooleanField(help_text="Whether a message now counts as the comment on an answer.")
    request = Request(allow_null=True)
    withdrawal = WithdrawalPossible()
    review = Chance()
    voice = Ballot(allow_null=True)
    goes_on = serializers.CharField(allow_null=True, help_text="The file that this one was joined to.")
    bodies = serializers.ListField(child=serializers.CharField(), help_text="Codes of who can help instead.")


class Attached(serializers.Serializer):
    """A document of a file."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()
    caption = serializers.CharField()
    source = serializers.ChoiceField(choices=Attachment.Source.choices)
    sent_at = serializers.DateTimeField()


class Answered(serializers.Serializer):
    """An item that was asked for, and the answer."""

    label = serializers.CharField()
    answer = serializers.CharField()
    file = serializers.IntegerField(allow_null=True)


class Entry(serializers.Serializer):
    """A line of the timeline."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    title = Said()
    text = serializers.CharField()
    mine = serializers.BooleanField(help_text="Whether the complainant wrote it.")
    files = serializers.SerializerMethodField(help_text="Numbers of documents.")
    items = serializers.SerializerMethodField()
    letter = serializers.SerializerMethodField(help_text="The number of a letter of ours, or null.")
    translations = serializers.SerializerMethodField(help_text="The same text in other languages.")
    left_out = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_files(self, row: Any) -> list[int]:
        return [file.pk for file in row.files]

    @extend_schema_field(Answered(many=True))
    def get_items(self, row: Any) -> list[dict[str, Any]]:
        return [
            {"label": one.label, "answer": one.answer, "file": one.file.pk if one.file else None} for one in row.items
        ]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_letter(self, row: Any) -> int | None:
        return row.letter.pk if row.letter else None

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_translations(self, row: Any) -> dict[str, str]:
        return {one.language: one.text for one in row.translations}


class NewMessage(serializers.Serializer):
    """A message, a document, or both. `key` is a random UUID of the client: sent twice, it is one message."""

    key = serializers.UUIDField()
    text = Text(required=False, default="", max_length=MOST)


class NewMessageWithFile(NewMessage):
    """The same with a document."""

    file = serializers.FileField(required=False, allow_empty_file=True)


class Message(serializers.Serializer):
    """A message that was kept."""

    id = serializers.IntegerField(source="pk")
    text = serializers.CharField(source="shown")
    at = serializers.DateTimeField()


class Answers(serializers.Serializer):
    """Answers to a request, by the numbers of its items."""

    request = serializers.IntegerField(
        min_value=1, max_value=2**62, help_text="Which request: another one by now is a 409."
    )
    answers = serializers.DictField(child=Text(max_length=MOST), required=False, default=dict)
    text = Text(required=False, default="", max_length=MOST, help_text="Anything else.")


class Withdrawal(serializers.Serializer):
    """The end, at the complainant's wish. It is final."""

    sure = Tick()
    reason = Text(required=False, default="", max_length=MOST)
    figures = Text(required=False, default="", max_length=20, help_text="Those of the mail, in any digits.")


class Review(serializers.Serializer):
    """Asks to look at the decision again."""

    ground = serializers.ChoiceField(choices=ReviewGround.choices)
    text = Text(max_length=MOST)


class Solution(serializers.Serializer):
    """Whether the problem is solved."""

    solved = serializers.ChoiceField(choices=Solved.choices)


class Fairness(serializers.Serializer):
    """The survey: one question, and room for words."""

    fairness = serializers.IntegerField(min_value=1, max_value=5, help_text="5 very fairly, 1 very unfairly.")
    comment = Text(required=False, default="", max_length=MOST)


class Wish(serializers.Serializer):
    """What a person wants of their own data. `key` is a random UUID of the client."""

    key = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DataRequest.Kind.choices)
    text = Text(max_length=MOST)


class Wished(serializers.Serializer):
    """A request about data that was kept, and until when it is answered."""

    kind = serializers.CharField()
    due_on = serializers.DateField()


class Device(serializers.Serializer):
    """A browser that is told when there is news. `mark` is the SHA-256 of its address."""

    id = serializers.IntegerField(source="pk")
    mark = serializers.CharField()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()


class Devices(serializers.Serializer):
    """Notices on a device: whether they are possible, with which key a browser subscribes, who is told already."""

    possible = serializers.BooleanField()
    key = serializers.CharField(help_text="The application server key (VAPID); empty where none is.")
    devices = Device(many=True)


class NewDevice(serializers.Serializer):
    """What a push service gave the browser (RFC 8030, 8291)."""

    endpoint = Text(max_length=2000)
    p256dh = Text(max_length=200)
    auth = Text(max_length=200)
