"""A question that the articles do not answer: asking, and coming back to it with number and code or by account."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from complaints.api import grants, paging
from complaints.api.base import View, actor_of, checked, demand_account, limit, posted
from complaints.api.identity import by_token
from complaints.api.problems import INVALID, Problem, Slip, pointer, too_many
from complaints.api.serializers import knowledge as shapes
from complaints.api.serializers.fields import page_of
from complaints.api.views.directory import PAGES
from complaints.knowledge import access, actions, numbers
from complaints.knowledge.access import ASKED_A_NETWORK, CODE_SHOWN
from complaints.knowledge.actions import Asked
from complaints.knowledge.forms import AskForm, OpenForm
from complaints.knowledge.models import Question as Row

TOKEN = OpenApiParameter(grants.QUESTION_HEADER, str, OpenApiParameter.HEADER, description="What number and code gave.")


class Questions(View):
    @extend_schema(tags=["questions"], operation_id="ask", request=shapes.Ask, responses={201: shapes.Asked})
    def post(self, request: Any) -> Response:
        """Asks a question. Note number and code: they open it later, without an account."""
        body = self.read(shapes.Ask)
        limit(request, "question-ask", ASKED_A_NETWORK)
        actor = actor_of(request)
        data = checked(AskForm(posted(body), account=actor.user is not None))
        asked = Asked(
            text=data["text"], language=data["language"], email=data.get("email", ""), country=data["country"]
        )
        row = actions.ask(asked, actor=actor, key=body["key"])
        grant = grants.of_question(row)
        shown = {
            "number": row.number,
            "code": numbers.code_of(row) if _fresh(row) else "",
            "question_token": grant.token,
            "expires_in": grant.expires_in,
        }
        return Response(shapes.Asked(shown).data, status=201)

    @extend_schema(
        tags=["questions"], operation_id="my_questions", parameters=PAGES, responses=page_of(shapes.QuestionLine)
    )
    def get(self, request: Any) -> Response:
        """The questions of this account, the newest first."""
        demand_account(request)
        rows, on = paging.newest_first(
            request,
            access.own_questions(actor_of(request)),
            by="asked_at",
            size=paging.size_of(request),
        )
        return paging.answer(request, [shapes.QuestionLine(row).data for row in rows], on)


def _fresh(row: Row) -> bool:
    """Whether its code may still be shown."""
    return (timezone.now() - row.asked_at).total_seconds() < CODE_SHOWN


class Open(View):
    @extend_schema(
        tags=["questions"], operation_id="open_question", request=shapes.OpenQuestion, responses=shapes.OpenedQuestion
    )
    def post(self, request: Any) -> Response:
        """Opens a question by number and code, for an hour."""
        data = checked(OpenForm(posted(self.read(shapes.OpenQuestion))))
        if access.too_many_tries(request._request):
            raise too_many(seconds=3600, detail=_("There were too many tries. Wait an hour, then try again."))
        row = access.open_with_code(data["number"], data["code"])
        if row is None:
            access.count_wrong_try(request._request)
            words = _("We find no question with this number and this code. Check both, letter by letter.")
            raise Problem(INVALID, slips=[Slip(words, "unknown", pointer("code"))])
        grant = grants.of_question(row)
        shown = {"number": row.number, "question_token": grant.token, "expires_in": grant.expires_in}
        return Response(shapes.OpenedQuestion(shown).data)


class Question(View):
    @extend_schema(tags=["questions"], operation_id="question", parameters=[TOKEN], responses=shapes.Question)
    def get(self, request: Any, number: str) -> Response:
        """A question with its answers, by token or by account."""
        opened = grants.question_key(request.headers.get(grants.QUESTION_HEADER, ""))
        if opened is None and not by_token(request):
            opened = access.still_open(request._request)
        row = access.own_questions(actor_of(request), opened=opened).filter(number=number).first()
        if row is None:
            raise Http404
        return Response(shapes.Question({**vars(row), "replies": list(row.replies.all())}).data)
