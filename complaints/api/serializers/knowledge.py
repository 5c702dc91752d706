"""The answers to everybody, and one's own question."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.serializers.fields import LANGUAGES, Text
from complaints.knowledge import bodies, selectors
from complaints.knowledge.models import Topic


class Summary(serializers.Serializer):
    """An article, without its text."""

    slug = serializers.CharField(source="article.slug")
    topic = serializers.ChoiceField(source="article.topic", choices=Topic.choices)
    language = serializers.CharField(
        source="text.language", help_text="In which it is given: the caller's, or the nearest."
    )
    title = serializers.CharField(source="text.title")
    summary = serializers.CharField(source="text.summary")


class Run(serializers.Serializer):
    """A piece of text; `href` makes it a link."""

    text = serializers.CharField()
    href = serializers.CharField()
    outside = serializers.BooleanField(help_text="Whether the link leaves the site.")


class Block(serializers.Serializer):
    """A paragraph, a heading (`runs`) or a list (`items`)."""

    kind = serializers.ChoiceField(choices=["paragraph", "heading", "list"])
    runs = Run(many=True)
    items = serializers.ListField(child=Run(many=True))


class Article(Summary):
    """An article with its text, taken apart: no HTML."""

    updated_on = serializers.DateField(source="text.updated_on")
    blocks = serializers.SerializerMethodField()
    related = serializers.SerializerMethodField()

    @extend_schema_field(Block(many=True))
    def get_blocks(self, entry: Any) -> list[dict[str, Any]]:
        return [asdict(block) for block in bodies.parse(entry.text.body)]

    @extend_schema_field(Summary(many=True))
    def get_related(self, entry: Any) -> list[Any]:
        return [Summary(one).data for one in selectors.related(entry)]


class Useful(serializers.Serializer):
    """Whether an article was useful. `visitor` is a random UUID that the client keeps: it counts once for an article."""

    visitor = serializers.UUIDField()
    useful = serializers.BooleanField()
    comment = Text(required=False, default="", max_length=10_000, help_text="What is missing, 500 characters at most.")


class Ask(serializers.Serializer):
    """A question. `key` is a random UUID of the client: the same question sent twice is one."""

    key = serializers.UUIDField()
    text = Text(max_length=100_000)
    email = Text(
        required=False,
        default="",
        max_length=1000,
        help_text="Where to tell that the answer has come; not with an account.",
    )
    language = serializers.ChoiceField(choices=LANGUAGES, help_text="The language of the answer.")
    country = Text(required=False, default="", max_length=10)


class Asked(serializers.Serializer):
    """A question that was kept, with what opens it: its code is shown for half an hour."""

    number = serializers.CharField()
    code = serializers.CharField()
    question_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")


class OpenQuestion(serializers.Serializer):
    """Number and code, as typed."""

    number = Text(max_length=1000)
    code = Text(max_length=1000)


class OpenedQuestion(serializers.Serializer):
    """What opens the question from now on, in the header `Question-Token`."""

    number = serializers.CharField()
    question_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")


class Reply(serializers.Serializer):
    """An answer of the institution."""

    text = serializers.CharField()
    at = serializers.DateTimeField()


class QuestionLine(serializers.Serializer):
    """A question in a list."""

    number = serializers.CharField()
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class Question(QuestionLine):
    """A question with its answers, the oldest first."""

    language = serializers.CharField()
    replies = Reply(many=True)
