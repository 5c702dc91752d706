"""A complaint being written: the form, a draft, its steps, its files, its sending."""

from rest_framework import serializers

from complaints.api.serializers.fields import LANGUAGES, Said, Slip, Text, Tick
from complaints.intake.declarations import NO, YES
from complaints.intake.models import DraftFile
from complaints.intake.steps import STEPS

SLUGS = list(STEPS)
KINDS = ["text", "long_text", "date", "tick", "choice", "choices", "email", "phone", "code"]
MOST = 10_000  # characters of a short text: the form says what fits


class FormChoice(serializers.Serializer):
    """An answer that a question takes."""

    code = serializers.CharField()
    label = serializers.CharField()


class FormQuestion(serializers.Serializer):
    """A question of a step. Where `list` is named, its codes are those of `/api/v1/<list>/`."""

    name = serializers.CharField()
    label = serializers.CharField()
    hint = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    required = serializers.BooleanField()
    longest = serializers.IntegerField(allow_null=True)
    choices = FormChoice(many=True)
    list = serializers.ChoiceField(choices=["", "countries", "administrations"])


class FormStep(serializers.Serializer):
    """A step of the form. Some apply only after certain answers: the path of a draft says which."""

    step = serializers.ChoiceField(source="slug", choices=SLUGS)
    task = serializers.CharField()
    title = Said()
    optional = serializers.BooleanField()
    questions = FormQuestion(many=True)


class Form(serializers.Serializer):
    """The form, step by step, with the declarations at its end."""

    steps = FormStep(many=True)
    declarations = FormQuestion(many=True)


class NewDraft(serializers.Serializer):
    """A draft that is begun, or found again."""

    language = serializers.ChoiceField(
        choices=LANGUAGES, required=False, help_text="Of the person; else that of the request."
    )


class PathStep(serializers.Serializer):
    """A step on the path of these answers."""

    step = serializers.ChoiceField(source="slug", choices=SLUGS)
    task = serializers.CharField()
    title = Said()
    optional = serializers.BooleanField()
    answered = serializers.BooleanField()
    ok = serializers.BooleanField(help_text="Answered, and nothing in it needs mending.")


class File(serializers.Serializer):
    """A file of the draft."""

    id = serializers.IntegerField(source="pk")
    key = serializers.UUIDField(source="sent_as", allow_null=True)
    name = serializers.CharField()
    size = serializers.IntegerField()
    caption = serializers.CharField()
    kind = serializers.CharField()


class Upload(serializers.Serializer):
    """A file on its way. `offset` bytes of `size` are here."""

    key = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    offset = serializers.IntegerField()
    done = serializers.BooleanField()
    refusal = serializers.CharField(help_text="Why it was not taken, in words.")
    file = serializers.IntegerField(allow_null=True, help_text="The number of the file once it was taken.")


class NewUpload(serializers.Serializer):
    """A file that is announced. `key` is a random UUID of the client: the same key goes on."""

    key = serializers.UUIDField()
    name = Text(max_length=1000)
    size = serializers.IntegerField(min_value=0, max_value=2**40)
    caption = Text(required=False, default="", max_length=MOST)
    kind = serializers.ChoiceField(choices=["", DraftFile.Kind.MANDATE.value], required=False, default="")


class Files(serializers.Serializer):
    """The files of a draft, and those on their way."""

    files = File(many=True)
    uploads = Upload(many=True)


class Draft(serializers.Serializer):
    """A complaint being written, or what became of it (`reference`)."""

    key = serializers.UUIDField()
    language = serializers.CharField()
    saved_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="Then it is removed, unless it was sent.")
    path = PathStep(many=True)
    ready = serializers.BooleanField(help_text="Whether it can be sent.")
    address_proved = serializers.BooleanField()
    digest = serializers.CharField(help_text="Of all answers: send it along to send what was shown and nothing else.")
    reference = serializers.CharField(allow_null=True)


class DraftLine(serializers.Serializer):
    """A draft in a list."""

    key = serializers.UUIDField()
    title = serializers.CharField()
    saved_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class Step(serializers.Serializer):
    """A step with its answers as they were written, right or not, and what is to be mended."""

    step = serializers.ChoiceField(source="slug", choices=SLUGS)
    title = Said()
    values = serializers.DictField(child=serializers.JSONField())
    answered = serializers.BooleanField()
    ok = serializers.BooleanField()
    errors = Slip(many=True)
    questions = FormQuestion(many=True)
    next = serializers.ChoiceField(choices=SLUGS, allow_null=True, help_text="The step after it on the path.")


class Code(serializers.Serializer):
    """Six figures."""

    code = Text(max_length=1000)


class Sent(serializers.Serializer):
    """Whether a message went out."""

    sent = serializers.BooleanField()


class Proved(serializers.Serializer):
    """Whether the figures were the right ones."""

    proved = serializers.BooleanField()


class Submission(serializers.Serializer):
    """The declarations at the end. The same key and the same body give the same answer, however often they are sent."""

    court = Tick(help_text="The declaration about the courts.")
    truth = Tick()
    privacy = Tick()
    share = serializers.ChoiceField(choices=[YES, NO], help_text="Whether the administration may have the name.")
    share_reason = Text(required=False, default="", max_length=MOST, help_text="Why not: needed with `no`.")
    transfer = Tick(help_text="Another competent body may have the complaint.")
    survey = Tick(help_text="We may ask for an opinion once the file is closed.")
    digest = Text(required=False, default="", max_length=64, help_text="`digest` of the draft that was shown.")
    anyway = Tick(help_text="Send it though the same person has a file about the same.")


class Milestone(serializers.Serializer):
    """What will happen, and by which day at the latest."""

    text = Said()
    by = serializers.DateField(allow_null=True)


class Submitted(serializers.Serializer):
    """The filed complaint. `code` is shown until the client says that it was kept: nobody can show it again after that."""

    reference = serializers.CharField()
    code = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    next = Milestone(many=True)
