"""What the complainant sends to a filed complaint: messages, answers, the end, a review, a voice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import limits
from complaints import codes, files
from complaints.api import wire
from complaints.api.base import checked, posted
from complaints.api.problems import CONFLICT, GONE, INVALID, Problem, Slip, pointer, refused_file, too_many
from complaints.api.serializers import cases as shapes
from complaints.api.views.cases import ballot_of
from complaints.api.views.common import TOKEN, CaseView
from complaints.enums import State
from complaints.follow_up import actions, selectors, voices, withdrawing
from complaints.follow_up.forms import FairnessForm, MessageForm, ReviewForm, WithdrawForm, request_form
from complaints.follow_up.views.voice import POSTS_A_CLOSING, POSTS_A_NETWORK
from complaints.workflow import reviews, transitions

ANSWERS = {
    "application/json": shapes.Answers,
    "multipart/form-data": {
        "type": "object",
        "description": "The same with documents: `answer_12` and `file_12` for item 12.",
        "properties": {"request": {"type": "integer"}, "text": {"type": "string"}},
        "required": ["request"],
        "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "string", "format": "binary"}]},
    },
}


class Messages(CaseView):
    parser_classes = [wire.JSONParser, wire.FormParser]

    @extend_schema(
        tags=["complaints"],
        operation_id="write",
        parameters=[TOKEN],
        request={"application/json": shapes.NewMessage, "multipart/form-data": shapes.NewMessageWithFile},
        responses={201: shapes.Message},
    )
    def post(self, request: Any, reference: str) -> Response:
        """Writes to the institution, with a document or without. While an answer waits for comments, it is the comment."""
        actor, case = self.open_to_write(request, reference)
        body = self.read(shapes.NewMessageWithFile)
        upload = body.pop("file", None)
        data = checked(MessageForm(posted(body), {"file": upload} if upload else None))
        sent = [data["file"]] if data["file"] else []
        try:
            row = actions.write_message(case, actor=actor, text=data["text"], uploads=sent, key=body["key"])
        except files.Refused as refused:
            raise refused_file(refused) from None
        return Response(shapes.Message(row).data, status=201)


class Answer(CaseView):
    parser_classes = [wire.JSONParser, wire.FormParser]

    @extend_schema(
        tags=["complaints"], operation_id="answer", parameters=[TOKEN], request=ANSWERS, responses={204: None}
    )
    def post(self, request: Any, reference: str) -> Response:
        """Answers what was asked for, item by item, with documents or without."""
        actor, case = self.open_to_write(request, reference)
        body = self.read(shapes.Answers)
        asked = selectors.open_request(case)
        if asked is None or case.state != State.AWAITING_CITIZEN or asked.pk != body["request"]:
            raise Problem(CONFLICT, _("This was answered already, or is not asked any more. Send it as a message."))
        items = [item.pk for item in asked.items.all()]
        if strange := [number for number in body["answers"] if number not in map(str, items)]:
            words = _("Nothing of this number is asked.")
            raise Problem(INVALID, slips=[Slip(words, "unknown", pointer("answers", number)) for number in strange])
        places = {f"answer_{number}": ("answers", number) for number in body["answers"]}
        data = checked(request_form(asked)(posted(self.typed(request, body)), request.FILES), places=places)
        uploads = {pk: data[f"file_{pk}"] for pk in items if data[f"file_{pk}"]}
        answers = {pk: data[f"answer_{pk}"] for pk in items}
        try:
            actions.answer_request(case, actor=actor, answers=answers, uploads=uploads, text=data["text"])
        except actions.RefusedUpload as refused:
            raise refused_file(refused, pointer=pointer(f"file_{list(uploads)[refused.place]}")) from None
        return Response(status=204)

    @staticmethod
    def typed(request: Any, body: dict[str, Any]) -> dict[str, str]:
        """The answers as the form of the request calls them: a body with documents uses these names itself."""
        named = {f"answer_{number}": text for number, text in body["answers"].items()}
        own = {
            name: text for name, text in request.data.items() if name.startswith("answer_") and isinstance(text, str)
        }
        return {**own, **named, "text": body["text"]}


class Withdrawal(CaseView):
    @extend_schema(
        tags=["complaints"],
        operation_id="withdraw",
        parameters=[TOKEN],
        request=shapes.Withdrawal,
        responses={204: None},
    )
    def post(self, request: Any, reference: str) -> Response:
        """Withdraws the complaint. It is final; sent twice, it is one. Where `withdrawal.figures` says so, with the figures."""
        actor, case = self.open_to_write(request, reference)
        body = self.read(shapes.Withdrawal)
        data = checked(WithdrawForm(posted(body)))
        if case.state == State.WITHDRAWN:
            return Response(status=204)
        typed = codes.typed_figures(body["figures"]) or ""
        try:
            withdrawing.withdraw(case, actor=actor, reason=data["reason"], figures=typed)
        except withdrawing.TooManyTries:
            raise too_many(seconds=limits.HOUR) from None
        except withdrawing.Unproved as refused:
            raise Problem(INVALID, slips=[Slip(str(refused.reason), "wrong", pointer("figures"))]) from None
        return Response(status=204)


class WithdrawalFigures(CaseView):
    @extend_schema(
        tags=["complaints"],
        operation_id="ask_withdrawal_figures",
        parameters=[TOKEN],
        request=None,
        responses={204: None},
    )
    def post(self, request: Any, reference: str) -> Response:
        """Mails six figures to who wants to withdraw; they work for 30 minutes."""
        actor, case = self.open_to_write(request, reference)
        if not withdrawing.mailbox(case, actor=actor):
            raise Problem(CONFLICT, _("No figures are asked for here."))
        try:
            withdrawing.ask(case, actor=actor)
        except withdrawing.TooOften:
            raise too_many(seconds=limits.HOUR) from None
        return Response(status=204)


class Review(CaseView):
    @extend_schema(
        tags=["complaints"], operation_id="ask_review", parameters=[TOKEN], request=shapes.Review, responses={204: None}
    )
    def post(self, request: Any, reference: str) -> Response:
        """Asks to look at the decision again; another person than those who decided does. Sent twice, it is one."""
        actor, case = self.open_to_write(request, reference, own=True)
        body = self.read(shapes.Review)
        if case.state == State.REVIEW:
            return Response(status=204)
        chance = reviews.chance(case, today=timezone.localdate())
        data = checked(ReviewForm(posted(body), grounds=chance.grounds or tuple(shapes.ReviewGround)))
        transitions.request_review(case, actor=actor, ground=data["ground"], text=data["text"])
        return Response(status=204)


class Voice(CaseView):
    """One press on how it ended, and the survey."""

    @extend_schema(
        tags=["complaints"],
        operation_id="say_solved",
        parameters=[TOKEN],
        request=shapes.Solution,
        responses=shapes.Ballot,
    )
    def put(self, request: Any, reference: str) -> Response:
        """Says whether the problem is solved; said again, it replaces what was said."""
        event = self.closing(request, reference)
        body = self.read(shapes.Solution)
        return self.take(lambda: voices.say(event, solved=body["solved"]), event)

    @extend_schema(
        tags=["complaints"], operation_id="judge", parameters=[TOKEN], request=shapes.Fairness, responses=shapes.Ballot
    )
    def post(self, request: Any, reference: str) -> Response:
        """Answers the survey, where it was sent; said again, it replaces what was said."""
        event = self.closing(request, reference)
        data = checked(FairnessForm(posted(self.read(shapes.Fairness))))
        return self.take(lambda: voices.judge(event, **data), event)

    def closing(self, request: Any, reference: str) -> Any:
        """The closing that is spoken of; 409 while there is none, 410 when its time is over."""
        _actor, case = self.own(request, reference, standing=True)
        event = reviews.closing_event(case)
        if event is None:
            raise Problem(CONFLICT, _("This file is not closed yet: there is nothing to judge."))
        event.complaint = case
        here = limits.within("voice", limits.network(request._request), limit=POSTS_A_NETWORK)
        if not (limits.within("voice-closing", str(event.pk), limit=POSTS_A_CLOSING) and here):
            raise too_many(seconds=3600)
        return event

    @staticmethod
    def take(say: Any, event: Any) -> Response:
        try:
            say()
        except voices.Over as over:
            raise Problem(GONE, over.reason) from None
        return Response(shapes.Ballot(ballot_of(voices.ballot(event))).data)
