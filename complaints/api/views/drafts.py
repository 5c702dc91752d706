"""A complaint being written. The client makes key and secret: whoever has both may write it, however often the line breaks."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response

from complaints.api import answers as wire
from complaints.api import paging
from complaints.api.base import AccountView, View, actor_of, language_of
from complaints.api.problems import GONE, INVALID, NOTHING, UNKNOWN, Problem, Slip, too_many
from complaints.api.serializers import drafts as shapes
from complaints.api.serializers.fields import page_of
from complaints.api.views.directory import PAGES
from complaints.intake import actions, building, phones, selectors
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft as Row
from complaints.intake.steps import STEPS, Answers, answers_of
from complaints.intake.views.common import allowed

HEADER = "Draft-Secret"
SECRET = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="256 bits of the client's own, in base64url without `=`. The server keeps only their SHA-256.",
)


class DraftView(View):
    """A resource of one draft; `find` gives the draft or says why there is none for this caller."""

    def find(self, request: Any, key: uuid.UUID, *, writing: bool = False, counted: bool = True) -> Row:
        """The draft. A wrong secret is a 404, like a draft that does not exist. `counted`: by the limits of the pages."""
        try:
            row = phones.find_draft(key=key, secret=self.secret(request), actor=actor_of(request))
        except phones.NoDraft:
            raise Problem(NOTHING) from None
        except phones.Closed:
            raise closed() from None
        if writing:
            if row.complaint_id:
                raise already_sent()
            if counted:
                may_post(request, row)
        return row

    @staticmethod
    def secret(request: Any) -> str:
        """The secret of the header; what has not its shape opens nothing."""
        return str(request.headers.get(HEADER, ""))


def closed() -> Problem:
    """It belongs to an account that is not logged in here."""
    return Problem(UNKNOWN, _("This draft belongs to an account. Log in to go on; nothing is lost."))


def already_sent() -> Problem:
    """Its answers can no longer change."""
    return Problem(GONE, _("This complaint was sent already. It opens with its number and its code."))


def may_post(request: Any, row: Row | None) -> None:
    """Counts one more request that writes, by the limits of the pages."""
    if not allowed(request._request, row):
        raise too_many(seconds=600)


def read(request: Any, row: Row) -> Answers:
    """The answers, seen by this account."""
    actor = actor_of(request)
    return answers_of(row, email=actor.user.email if actor.user else "")


def show(row: Row, found: Answers) -> dict[str, Any]:
    """A draft as it is answered."""
    path = [
        {
            "slug": step.slug,
            "task": step.task.value,
            "title": step.title,
            "optional": step.optional,
            "answered": found.has(step.slug),
            "ok": found.has(step.slug) and step.slug not in found.problems,
        }
        for step in found.path()
    ]
    return shapes.Draft(
        {
            **vars(row),
            "path": [] if row.complaint_id else path,
            "ready": not row.complaint_id and selectors.is_ready(found),
            "address_proved": row.contact_verified_at is not None,
            "digest": building.digest(found.raw),
            "reference": row.complaint.reference if row.complaint else None,
        }
    ).data


class Form(View):
    personal = False

    @extend_schema(tags=["drafts"], operation_id="form", responses=shapes.Form)
    def get(self, request: Any) -> Response:
        """The form: its steps, their questions, the answers they take."""
        empty = answers_of(None)
        steps = [
            {
                "slug": step.slug,
                "task": step.task.value,
                "title": step.title,
                "optional": step.optional,
                "questions": wire.questions(empty.form(step.slug)),
            }
            for step in STEPS.values()
        ]
        last = wire.questions(DeclarationsForm(answers=empty))
        return Response(shapes.Form({"steps": steps, "declarations": last}).data)


class Drafts(AccountView):
    @extend_schema(tags=["drafts"], operation_id="my_drafts", parameters=PAGES, responses=page_of(shapes.DraftLine))
    def get(self, request: Any) -> Response:
        """The unsent drafts of this account, the newest first; each opens with its own secret."""
        rows, on = paging.newest_first(
            request,
            selectors.own_drafts(actor_of(request)),
            by="saved_at",
            size=paging.size_of(request),
        )
        shown = [shapes.DraftLine({**vars(row), "title": selectors.draft_title(row)}).data for row in rows]
        return paging.answer(request, shown, on)


class Draft(DraftView):
    @extend_schema(
        tags=["drafts"],
        operation_id="open_draft",
        parameters=[SECRET],
        request=shapes.NewDraft,
        responses={200: shapes.Draft, 201: shapes.Draft},
    )
    def put(self, request: Any, key: uuid.UUID) -> Response:
        """Begins a draft, or finds it again: the key is a random UUID of the client, and a repeat changes nothing."""
        language = self.read(shapes.NewDraft).get("language") or language_of(request)
        row, made = self.opened(request, key, language)
        return Response(show(row, read(request, row)), status=201 if made else 200)

    def opened(self, request: Any, key: uuid.UUID, language: str) -> tuple[Row, bool]:
        """The draft, and whether it was made now: only that counts as one more draft of this network."""
        given: dict[str, Any] = {"key": key, "secret": self.secret(request), "actor": actor_of(request)}
        try:
            row = phones.find_draft(**given)
        except phones.NoDraft:
            may_post(request, None)
        except phones.Closed:
            raise closed() from None
        else:
            may_post(request, row)
            return row, False
        try:
            return phones.open_draft(**given, language=language)
        except ValueError:
            raise no_secret() from None
        except phones.NoDraft:
            raise Problem(NOTHING) from None
        except phones.Closed:
            raise closed() from None
        except phones.Used:
            raise already_sent() from None

    @extend_schema(tags=["drafts"], operation_id="draft", parameters=[SECRET], responses=shapes.Draft)
    def get(self, request: Any, key: uuid.UUID) -> Response:
        """A draft: its path, what is answered, whether it can be sent, what became of it."""
        row = self.find(request, key)
        return Response(show(row, read(request, row)))

    @extend_schema(
        tags=["drafts"],
        operation_id="delete_draft",
        parameters=[SECRET],
        request=None,
        responses={204: OpenApiResponse(description="Nothing of it is left.")},
    )
    def delete(self, request: Any, key: uuid.UUID) -> Response:
        """Removes an unsent draft with its files, for good."""
        row = self.find(request, key, writing=True)
        try:
            actions.delete_draft(draft=row)
        except actions.AlreadySent:
            raise already_sent() from None
        except actions.Gone:
            pass  # another request was quicker
        return Response(status=204)


def no_secret() -> Problem:
    """The header is not there, or is no secret."""
    words = _("Send 32 random bytes in base64url, 43 characters.")
    return Problem(INVALID, slips=[Slip(words, "secret", header=HEADER)])
