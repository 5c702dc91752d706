"""One step of a draft: what was written there, kept right or not, as on the pages (complaints/intake/views/steps.py)."""

import hashlib
import json
import re
import uuid
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from complaints.api import answers as wire
from complaints.api.base import actor_of, checked, language_of, posted
from complaints.api.problems import CHANGED, INVALID, NOTHING, UNREADABLE, Problem, Slip, of_form, pointer, too_many
from complaints.api.serializers import drafts as shapes
from complaints.api.views.drafts import SECRET, DraftView, already_sent, read
from complaints.intake import actions, building
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, Answers, Step, following
from complaints.intake.steps.contact import VerifyForm
from complaints.intake.views.common import may_mail

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of the step that was read: 412 if it changed meanwhile.",
)
VALUES = {
    "type": "object",
    "description": "Answers by the names of the questions.",
    "additionalProperties": {
        "oneOf": [
            {"type": "string"},
            {"type": "boolean"},
            {"type": "number"},
            {"type": "null"},
            {"type": "array", "items": {"type": "string"}},
        ]
    },
    "example": {"title": "Ma carte d’identité", "description": "Depuis janvier", "act_kind": "delay"},
}
PROVED_ELSEWHERE = {"verify"}
ATTEMPTS = 3  # who says of no version that it was read still loses no answer to another request
TAG = re.compile(r'"([0-9a-f]{64})-[a-z]+-[0-9a-f]+"')


class StepView(DraftView):
    @extend_schema(tags=["drafts"], operation_id="step", parameters=[SECRET], responses=shapes.Step)
    def get(self, request: Any, key: uuid.UUID, slug: str) -> Response:
        """A step: its questions, what was answered, what is to be mended."""
        step, row = _step(slug), self.find(request, key)
        if row.complaint_id:
            raise already_sent()
        return _answer(request, step, read(request, row))

    @extend_schema(
        tags=["drafts"],
        operation_id="save_step",
        parameters=[SECRET, IF_MATCH],
        request={"application/json": VALUES, "application/merge-patch+json": VALUES},
        responses=shapes.Step,
    )
    def patch(self, request: Any, key: uuid.UUID, slug: str) -> Response:
        """Writes answers of a step; those that are not named stay, `null` empties one. Kept also when they need mending."""
        return self.write(request, key, slug, whole=False)

    @extend_schema(
        tags=["drafts"],
        operation_id="replace_step",
        parameters=[SECRET, IF_MATCH],
        request={"application/json": VALUES},
        responses=shapes.Step,
    )
    def put(self, request: Any, key: uuid.UUID, slug: str) -> Response:
        """Writes a whole step: answers that are not named are empty, as a form is that comes anew."""
        return self.write(request, key, slug, whole=True)

    def write(self, request: Any, key: uuid.UUID, slug: str, *, whole: bool) -> Response:
        """Keeps the answers, and says what is to be mended."""
        step, row = _step(slug), self.find(request, key, writing=True)
        given, seen = _values(request), _seen(request)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                row = _save(request, step, row, given, seen, whole=whole)
                break
            except actions.Changed:
                row.refresh_from_db()
                if seen or attempt == ATTEMPTS:
                    raise _changed(request, step, read(request, row), given) from None
        return _answer(request, step, read(request, row))


def _save(request: Any, step: Step, row: Draft, given: dict[str, Any], seen: str, *, whole: bool) -> Draft:
    """Keeps the answers beside those that are there, or in their place; raises Changed when those are others by now."""
    found = read(request, row)
    stored = found.raw.get(step.slug, {})
    raw = wire.merged(step.form, {} if whole else stored, given)
    valid = found.form(step.slug, raw).is_valid()
    try:
        return actions.save_step(
            draft=row,
            slug=step.slug,
            raw=raw,
            valid=valid,
            actor=actor_of(request),
            seen=seen or building.digest(stored),
        )
    except actions.AlreadySent:
        raise already_sent() from None
    except actions.Gone:
        raise Problem(NOTHING) from None


def _step(slug: str) -> Step:
    if slug not in STEPS or slug in PROVED_ELSEWHERE:
        raise Http404
    return STEPS[slug]


def _values(request: Any) -> dict[str, Any]:
    if not isinstance(request.data, dict):
        raise Problem(UNREADABLE)
    return request.data


def _seen(request: Any) -> str:
    """The digest that the caller read, or nothing. A tag of something else matches nothing."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return ""
    found = TAG.fullmatch(given)
    return found[1] if found else "another"


def _answer(request: Any, step: Step, found: Answers) -> Response:
    shown = _shown(step, found)
    response = Response(shown)
    response["ETag"] = _tag(request, step, found, shown)
    return response


def _shown(step: Step, found: Answers) -> dict[str, Any]:
    form, after = found.form(step.slug), following(step, found)
    slips = of_form(form.errors) if form.is_bound else []
    return shapes.Step(
        {
            "slug": step.slug,
            "title": step.title,
            "values": wire.shown(form, found.raw.get(step.slug, {})),
            "answered": found.has(step.slug),
            "ok": found.has(step.slug) and not slips,
            "errors": [slip.as_data() for slip in slips],
            "questions": wire.questions(form),
            "next": after.slug if after else None,
        }
    ).data


def _changed(request: Any, step: Step, found: Answers, given: dict[str, Any]) -> Problem:
    """Both versions: nothing is written over what nobody here has seen."""
    stored = found.raw.get(step.slug, {})
    raw = wire.merged(step.form, stored, given)
    more = {"stored": wire.shown(found.form(step.slug), stored), "yours": wire.shown(found.form(step.slug, raw), raw)}
    words = _("These answers were changed elsewhere. Look at both, then send yours again with the new ETag.")
    return Problem(CHANGED, words, more=more, headers={"ETag": _tag(request, step, found, _shown(step, found))})


def _tag(request: Any, step: Step, found: Answers, shown: dict[str, Any]) -> str:
    """Of the answers, which If-Match is about, and of all that is shown: questions and what is next hang on other answers."""
    whole = hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()
    return f'"{building.digest(found.raw.get(step.slug, {}))}-{language_of(request)}-{whole[:16]}"'


class ContactCode(DraftView):
    @extend_schema(
        tags=["drafts"], operation_id="send_contact_code", parameters=[SECRET], request=None, responses=shapes.Sent
    )
    def post(self, request: Any, key: uuid.UUID) -> Response:
        """Sends six figures to the e-mail address of the step `contact`: they prove it. `sent` is false when it is too soon."""
        row = self.find(request, key, writing=True)
        if not may_mail(request._request):
            raise too_many(seconds=3600)
        return Response(shapes.Sent({"sent": _sent(row)}).data)


def _sent(row: Draft) -> bool:
    try:
        return actions.send_contact_code(draft=row)
    except actions.Gone:
        raise Problem(NOTHING) from None


class ContactProof(DraftView):
    @extend_schema(
        tags=["drafts"], operation_id="prove_contact", parameters=[SECRET], request=shapes.Code, responses=shapes.Proved
    )
    def post(self, request: Any, key: uuid.UUID) -> Response:
        """Proves the address by the six figures."""
        row = self.find(request, key, writing=True)
        form = VerifyForm(posted(self.read(shapes.Code)), answers=read(request, row))
        code = checked(form)["code"]
        try:
            proved = actions.verify_contact(draft=row, code=code)
        except actions.Gone:
            raise Problem(NOTHING) from None
        if not proved:
            words = _("This is not the code of our last message. Check the six figures, or ask for a new code.")
            raise Problem(INVALID, slips=[Slip(words, "wrong", pointer("code"))])
        return Response(shapes.Proved({"proved": True}).data)
