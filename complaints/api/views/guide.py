"""The guide: its questions, and where answers lead."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from complaints.api.base import View
from complaints.api.serializers import guide as shapes
from complaints.guide import cards, counting, rules, selectors
from complaints.guide.questions import QUESTIONS, known

ANSWERS = [
    *(OpenApiParameter(name, str, enum=list(one.choices)) for name, one in QUESTIONS.items()),
    OpenApiParameter("country", str, description="Where the person lives: two letters."),
    OpenApiParameter(
        "look", str, description="32 random hexadecimal figures for one walk of a person: its result then counts once."
    ),
]


class Guide(View):
    personal = False

    @extend_schema(tags=["guide"], operation_id="guide", responses=shapes.Guide)
    def get(self, request: Any) -> Response:
        """The questions of the guide."""
        rows = [shapes.question(one, {}) for one in QUESTIONS.values()]
        return Response(shapes.Guide({"questions": rows}).data)


class Verdict(View):
    personal = False

    @extend_schema(tags=["guide"], operation_id="verdict", parameters=ANSWERS, responses=shapes.Verdict)
    def get(self, request: Any) -> Response:
        """Where these answers lead. They say nothing of a person and may stand in an address."""
        answers = known(request.query_params.dict())
        place = selectors.country(request.query_params.get("country", "")[:2].upper())
        asks = rules.next_question(answers)
        found = rules.advice(answers, country=place.code if place else "")
        if asks is None:
            counting.count(request._request, found)
        there = asks is None
        shown = {
            "answers": answers,
            "asks": shapes.question(QUESTIONS[asks], answers) if asks else None,
            "result": found.result if there else None,
            "heading": cards.heading(found.result) if there else "",
            "title": found.title if there else "",
            "explanation": found.explanation if there else "",
            "ground": found.ground if there else "",
            "asks_country": there and found.asks_country,
            "bodies": found.bodies if there else [],
            "consulates": found.posts if there else [],
            "code": found.code,
        }
        return Response(shapes.Verdict(shown).data)
