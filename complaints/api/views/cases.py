"""A filed complaint: opened by number and code or by account; where it stands, what happened, its documents."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from accounts.actors import Actor
from complaints import files, letterhead, references
from complaints.api import grants, paging
from complaints.api.base import AccountView, View, actor_of, checked, language_of, posted
from complaints.api.problems import INVALID, Problem, Slip, pointer, too_many
from complaints.api.serializers import cases as shapes
from complaints.api.serializers.fields import page_of
from complaints.api.views.common import TOKEN, CaseView, as_told
from complaints.api.views.directory import PAGES
from complaints.enums import CLOSED_STATES, State
from complaints.follow_up import access, actions, selectors, voices, withdrawing
from complaints.follow_up.forms import CodeForm, LinkForm
from complaints.follow_up.returning import why_not
from complaints.models import Attachment, Complaint
from complaints.permissions import (
    can_renew_mandate,
    can_write_to_file,
    is_complainant,
    own_shares,
    readable_attachments,
)
from complaints.receipts import receipt_pdf
from complaints.sharing.selectors import banner, files_of, whose_words
from complaints.workflow import reviews, states, transitions, undo
from complaints.workflow.selectors import turn, turns_elsewhere

PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}
ANY = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class Open(View):
    @extend_schema(tags=["complaints"], operation_id="open_complaint", request=shapes.Open, responses=shapes.Opened)
    def post(self, request: Any) -> Response:
        """Opens a complaint by its number and its secret code, for an hour. Neither ever stands in an address."""
        data = checked(CodeForm(posted(self.read(shapes.Open))))
        if access.too_many_tries(request._request):
            raise too_many(
                seconds=3600, detail=_("There were too many tries. Wait an hour, or ask for a link by e-mail.")
            )
        case = access.open_with_code(data["reference"], data["code"])
        share = None if case else access.share_with_code(data["reference"], data["code"])
        found = share.complaint if share else case
        if found is None:
            access.count_wrong_try(request._request)
            words = why_not(data["reference"], data["code"])
            raise Problem(INVALID, slips=[Slip(words, "unknown", pointer("code"))])
        grant = grants.of_file(found, share=share)
        shown = {"reference": found.reference, "file_token": grant.token, "expires_in": grant.expires_in}
        return Response(shapes.Opened(shown).data)


class Link(View):
    @extend_schema(
        tags=["complaints"], operation_id="mail_link", request=shapes.LinkWanted, responses={202: OpenApiResponse()}
    )
    def post(self, request: Any) -> Response:
        """Mails a link that opens the file to its proved address. The answer is the same whether there is such a file or not."""
        data = checked(LinkForm(posted(self.read(shapes.LinkWanted))))
        if access.too_many_askers(request._request):
            raise too_many(seconds=3600)
        reference = references.normalise(data["reference"])
        if reference and not access.too_many_links(reference):
            actions.ask_for_link(reference)
        return Response(status=202)


class Mine(AccountView):
    @extend_schema(tags=["complaints"], operation_id="my_complaints", parameters=PAGES, responses=page_of(shapes.Line))
    def get(self, request: Any) -> Response:
        """The complaints of this account, and those shared with it, the newest first."""
        actor = actor_of(request)
        rows, on = paging.newest_first(
            request,
            files_of(actor).select_related("administration", "complainant", "representation"),
            by="submitted_at",
            size=paging.size_of(request),
        )
        undo.as_known_outside(rows)
        shares = {row.complaint_id: row for row in own_shares(actor).filter(complaint__in=[row.pk for row in rows])}
        elsewhere = turns_elsewhere(rows)
        for row in rows:
            row.whose = whose_words(actor, row, shares)
            row.turn = elsewhere.get(row.pk) or states.turn(row.state)
            row.new_for_you = row.turn == states.Turn.CITIZEN
        return paging.answer(request, [shapes.Line(row).data for row in rows], on)


class Case(CaseView):
    @extend_schema(tags=["complaints"], operation_id="complaint", parameters=[TOKEN], responses=shapes.Case)
    @as_told
    def get(self, request: Any, reference: str) -> Response:
        """A complaint: where it stands, whose turn it is, what can be done now."""
        actor, case = self.open(request, reference)
        return Response(shapes.Case(_shown(actor, case)).data)


def _shown(actor: Actor, case: Complaint) -> dict[str, Any]:
    mine, asked = is_complainant(actor, case), selectors.open_request(case)
    return {
        "reference": case.reference,
        "title": case.title,
        "administration": case.administration.name if case.administration else case.administration_text,
        "subject": case.subject.name if case.subject else "",
        "submitted_at": case.submitted_at,
        "closed_at": case.closed_at,
        "step": shapes.coded(states.step(case.state)),
        "journey": states.journey(case.state, selectors.steps_reached(case)),
        "turn": shapes.coded(turn(case)),
        "deadline": selectors.deadline(case, asked),
        "due_on": case.due_on,
        "mine": bool(mine),
        "may_write": bool(can_write_to_file(actor, case)),
        "acting": banner(actor, case),
        "commenting": case.state == State.CITIZEN_COMMENT,
        "request": asked if case.state == State.AWAITING_CITIZEN else None,
        "withdrawal": _withdrawal(case, actor),
        "review": _chance(case, mine=bool(mine)),
        "voice": _ballot(case) if mine else None,
        "goes_on": case.joined_to.reference if case.joined_to else None,
        "bodies": [row.code for row in case.referral_bodies.all()] if case.state == State.ORIENTED else [],
    }


def _possible(decision: Any) -> dict[str, Any]:
    return {"possible": bool(decision), "reason": str(decision.reason)}


def _withdrawal(case: Complaint, actor: Actor) -> dict[str, Any]:
    found = transitions.may(case, "withdraw", actor)
    return {**_possible(found), "figures": bool(found and withdrawing.mailbox(case, actor=actor))}


def _chance(case: Complaint, *, mine: bool) -> dict[str, Any]:
    if not mine or case.state not in CLOSED_STATES:
        return {"possible": False, "reason": "", "until": None, "grounds": []}
    found = reviews.chance(case, today=timezone.localdate())
    return {
        **_possible(found.decision),
        "until": found.until,
        "grounds": [shapes.coded(ground) for ground in found.grounds],
    }


def _ballot(case: Complaint) -> dict[str, Any] | None:
    """What was said of the closing; None while nothing is closed."""
    event = reviews.closing_event(case)
    return ballot_of(voices.ballot(event)) if event is not None else None


def ballot_of(found: voices.Ballot) -> dict[str, Any]:
    """A ballot as it is answered."""
    voice = found.voice
    return {
        "open": found.open,
        "until": found.until,
        "solved": voice.solved if voice else "",
        "asked": found.asked,
        "fairness": voice.fairness if voice else None,
        "comment": voice.comment if voice else "",
    }


class Timeline(CaseView):
    @extend_schema(
        tags=["complaints"],
        operation_id="timeline",
        parameters=[TOKEN, *PAGES],
        responses=page_of(shapes.Entry),
    )
    @as_told
    def get(self, request: Any, reference: str) -> Response:
        """What happened, what was written and sent, the newest first."""
        actor, case = self.open(request, reference)
        own = bool(is_complainant(actor, case) or can_renew_mandate(actor, case))
        rows = selectors.timeline(case, own=own, share=actor.share_id)
        return paging.of_moments(request, rows, show=lambda row: shapes.Entry(row).data)


class Documents(CaseView):
    @extend_schema(
        tags=["complaints"],
        operation_id="documents",
        parameters=[TOKEN, *PAGES],
        responses=page_of(shapes.Attached),
    )
    @as_told
    def get(self, request: Any, reference: str) -> Response:
        """The documents of a complaint, the newest first."""
        actor, case = self.open(request, reference)
        rows, on = paging.newest_first(
            request,
            readable_attachments(actor).filter(complaint=case, internal=False),
            by="sent_at",
            size=paging.size_of(request),
        )
        return paging.answer(request, [shapes.Attached(row).data for row in rows], on)


class Document(CaseView):
    @extend_schema(tags=["complaints"], operation_id="document", parameters=[TOKEN], responses=ANY)
    @as_told
    def get(self, request: Any, reference: str, document: int) -> HttpResponseBase:
        """One document: as it was sent to who sent it, else the copy without hidden data."""
        actor, case = self.open(request, reference)
        if document >= 2**63:
            raise Http404
        row = get_object_or_404(readable_attachments(actor), pk=document, complaint=case)
        own = bool(is_complainant(actor, case) or can_renew_mandate(actor, case))
        return files.download(row, original=own and row.source == Attachment.Source.CITIZEN)


class Letter(CaseView):
    @extend_schema(tags=["complaints"], operation_id="letter", parameters=[TOKEN], responses=PDF)
    @as_told
    def get(self, request: Any, reference: str, letter: int) -> HttpResponse:
        """A letter to the complainant, as PDF."""
        actor, case = self.open(request, reference)
        if letter >= 2**63:
            raise Http404
        row = get_object_or_404(selectors.letters(case), pk=letter)
        own = bool(is_complainant(actor, case) or can_renew_mandate(actor, case))
        sheet = letterhead.sheet_of(row, address=own)
        return _pdf(letterhead.pdf(sheet), letterhead.file_name(sheet))


class Receipt(CaseView):
    @extend_schema(tags=["complaints"], operation_id="receipt", parameters=[TOKEN], responses=PDF)
    def get(self, request: Any, reference: str) -> HttpResponse:
        """The receipt, without the secret code, as PDF."""
        _actor, case = self.open(request, reference)
        return _pdf(receipt_pdf(case, language=language_of(request)), case.reference)


def _pdf(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
