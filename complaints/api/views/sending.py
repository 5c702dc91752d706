"""The sending of a draft: one complaint for one key, however often the request comes."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from complaints.api.base import actor_of, checked, limit, posted
from complaints.api.identity import actors_of
from complaints.api.problems import CHANGED, CONFLICT, INVALID, NOTHING, OTHER_BODY, Problem, Slip
from complaints.api.serializers import drafts as shapes
from complaints.api.views.drafts import SECRET, DraftView, may_post, read
from complaints.intake import actions, building, phones, selectors, uploads
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import Answers
from complaints.intake.views.sending import SENDINGS_A_NETWORK
from complaints.models import Complaint

ASKED_ALONE = ("digest", "anyway")  # said about the sending, and no declaration


class Submit(DraftView):
    @extend_schema(
        tags=["drafts"],
        operation_id="submit",
        parameters=[SECRET],
        request=shapes.Submission,
        responses={201: shapes.Submitted},
    )
    def post(self, request: Any, key: uuid.UUID) -> Response:
        """Files the complaint. Sent again with the same body, it answers the same; with another body it is refused (422)."""
        row = self.find(request, key)
        may_post(request, row)
        body = self.read(shapes.Submission)
        digest = building.digest(body)
        if row.complaint is not None:
            return self.again(request, row, row.complaint, digest)
        limit(request, "intake-send", SENDINGS_A_NETWORK)
        found = read(request, row)
        form = DeclarationsForm(posted({name: body[name] for name in body if name not in ASKED_ALONE}), answers=found)
        checked(form)
        if not body["anyway"] and (waiting := uploads.on_their_way(row)):
            words = _("These files have not arrived yet. Send the rest, remove them, or file without them (`anyway`).")
            raise Problem(CONFLICT, words, more={"uploads": [str(state.key) for state in waiting]})
        if not body["anyway"] and (known := _duplicates(request, row, found, form)):
            raise _duplicate(known)
        case = self.send(request, row, form, seen=body["digest"], body=digest)
        return self.answer(request, row, case)

    def send(self, request: Any, row: Draft, form: DeclarationsForm, *, seen: str, body: str) -> Complaint:
        """The complaint, made now or by the request that was quicker."""
        try:
            return actions.submit_draft(
                draft=row,
                actor=actor_of(request),
                declarations=form.consents(),
                seen=seen,
                body=body,
                secret=self.secret(request),
            ).complaint
        except actions.Unfinished as unfinished:
            raise _unfinished(unfinished) from None
        except actions.Changed:
            words = _("The answers are no longer those that were shown. Look at them again, then send them.")
            raise Problem(CHANGED, words) from None
        except actions.OtherBody:
            raise other_body() from None
        except actions.Gone:
            raise Problem(NOTHING) from None

    def again(self, request: Any, row: Draft, case: Complaint, digest: str) -> Response:
        """The answer of the first time."""
        if row.sent_body and row.sent_body != digest:
            raise other_body()
        return self.answer(request, row, case)

    def answer(self, request: Any, row: Draft, case: Complaint) -> Response:
        """Number, code and what comes next: the same for every repeat, until the code was kept."""
        row.refresh_from_db()
        shown = {
            "reference": case.reference,
            "code": phones.code_of(row, secret=self.secret(request)),
            "submitted_at": case.submitted_at,
            "next": selectors.what_next(case.submitted_at),
        }
        return Response(shapes.Submitted(shown).data, status=201)


def _duplicates(request: Any, row: Draft, found: Answers, form: DeclarationsForm) -> list[Complaint]:
    return selectors.own_duplicates(
        found, consents=form.consents(), actor=actor_of(request), known_as=actors_of(request), draft=row
    )


def _duplicate(known: list[Complaint]) -> Problem:
    """The caller has a file about the very same: they may add to it, or send all the same."""
    words = _("You already have a file about this. Write to that one, or send this one all the same (`anyway`).")
    return Problem(CONFLICT, words, more={"references": [case.reference for case in known]})


def _unfinished(unfinished: actions.Unfinished) -> Problem:
    """The steps that are missing or need mending."""
    words = _("Answer these steps first.")
    slips = [Slip(step.title, step.slug) for step in unfinished.steps]
    return Problem(INVALID, words, slips, more={"steps": [step.slug for step in unfinished.steps]})


def other_body() -> Problem:
    """The key stands for another complaint already."""
    return Problem(OTHER_BODY, _("This draft was sent before, with other words. Begin a new draft with a new key."))


class CodeKept(DraftView):
    @extend_schema(tags=["drafts"], operation_id="code_kept", parameters=[SECRET], request=None, responses={204: None})
    def post(self, request: Any, key: uuid.UUID) -> Response:
        """Says that the person keeps the code: from now on nobody can show it."""
        row = self.find(request, key)
        if row.complaint_id is None:
            raise Problem(NOTHING)
        actions.forget_code(draft=row)
        return Response(status=204)
