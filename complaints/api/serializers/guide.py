"""The guide: questions, verdict."""

from typing import Any

from rest_framework import serializers

from complaints.api.serializers.directory import Administration, Body
from complaints.api.serializers.fields import Said
from complaints.guide.questions import QUESTIONS, Question, offered


class Choice(serializers.Serializer):
    """An answer that a question takes."""

    code = serializers.CharField()
    label = Said()
    hint = Said()


class GuideQuestion(serializers.Serializer):
    """One question of the guide."""

    name = serializers.ChoiceField(choices=list(QUESTIONS))
    title = Said()
    hint = Said()
    choices = Choice(many=True)


class Guide(serializers.Serializer):
    """The six questions in their order. Which of them is asked next depends on the answers: ask for the verdict."""

    questions = GuideQuestion(many=True)


class Verdict(serializers.Serializer):
    """Where the answers lead: to another question (`asks`), or to a result."""

    answers = serializers.DictField(
        child=serializers.CharField(), help_text="What was understood; what follows from an answer is filled in."
    )
    asks = GuideQuestion(allow_null=True, help_text="The next question; null when the result stands.")
    result = serializers.ChoiceField(choices=["help", "elsewhere", "unsure"], allow_null=True)
    heading = Said()
    title = serializers.CharField()
    explanation = serializers.CharField()
    ground = serializers.CharField(help_text="X1 to X10 when it lies outside competence, else empty.")
    asks_country = serializers.BooleanField(help_text="Whether the country of residence would name who helps.")
    bodies = Body(many=True)
    consulates = Administration(many=True)
    code = serializers.CharField(help_text="Answers and country in short: `/guide/r/{code}/` opens the same result.")


def question(one: Question, answers: dict[str, str]) -> dict[str, Any]:
    """A question with what fits the answers given before."""
    return {
        "name": one.name,
        "title": one.title,
        "hint": one.hint,
        "choices": [
            {"code": code, "label": one.choices[code], "hint": one.hints.get(code, "")}
            for code in offered(one.name, answers)
        ],
    }
