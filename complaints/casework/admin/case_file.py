"""W2: the case file, its tabs, its files and the acts of one click."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.middleware import by_button
from complaints import files
from complaints.casework import actions, conflicts, duplicates, presence, selectors, translations
from complaints.casework.acts import ACTS
from complaints.casework.admin import look, undo
from complaints.casework.admin.pages import actor_of, find_case, number, page, read
from complaints.casework.decisions import decided
from complaints.casework.forms import Upload
from complaints.casework.letters import offers
from complaints.casework.redactions import can_be_redacted
from complaints.casework.words import event_facts, event_label
from complaints.models import Attachment, Complaint
from complaints.notifications.selectors import messages_about
from complaints.permissions import (
    can_assign,
    can_decide,
    can_keep_out,
    readable_attachments,
    representation_of,
)
from complaints.safe_contact import in_words
from complaints.selectors import documents_of, replaced_files
from complaints.workflow.errors import Refused
from complaints.workflow.selectors import turn
from complaints.workflow.states import Turn

TABS = {
    "": _("Timeline"),
    "facts": _("Facts"),
    "files": _("Files"),
    "exchanges": _("Exchanges"),
    "administration": _("Administration"),
    "letters": _("Letters"),
    "translations": _("Translations"),
    "decision": _("Decision"),
    "history": _("History"),
}
FIRST_WORK = ("message", "note", "assign")  # what is done every day; the rest of the other work is folded


@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One tab of the file; opening it is kept in the log of readings."""
    case = find_case(request, pk)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        raise Http404
    read(request, case, "case")
    presence.enter(case, actor=actor_of(request), writing=False)
    return draw(request, case, tab, once_more=undo.once_more(request, case))


def draw(request: HttpRequest, case: Complaint, tab: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The file at one tab, with what else a view has to say."""
    actor = actor_of(request)
    fill: dict[str, Callable[[Complaint, Actor], dict[str, Any]]] = {
        "": lambda case, actor: {"timeline": selectors.timeline(case)},
        "facts": facts,
        "files": lambda case, actor: {"files": file_rows(case), "upload": Upload()},
        "exchanges": exchanges,
        "administration": lambda case, actor: selectors.with_administration(case),
        "letters": lambda case, actor: {"letters": offers.of_file(case), "may_write": can_decide(actor, case)},
        "translations": lambda case, actor: {"texts": translations.texts(case)},
        "decision": lambda case, actor: decided(case),
        "history": history,
    }
    context = {**header(case, actor), **fill[tab](case, actor), **more}
    context["tab"] = tab
    context["tabs"] = [(f"?tab={name}" if name else "?", label, name == tab) for name, label in TABS.items()]
    return page(request, f"casework/case_{tab or 'timeline'}.html", context, status=status)


def header(case: Complaint, actor: Actor) -> dict[str, Any]:
    """What stands above every tab, and what may be done now."""
    today, whose = timezone.localdate(), turn(case)
    found = selectors.moves(case, actor=actor, today=today)
    waiting = selectors.waiting_proposal(case)
    others = [ACTS[name] for name, decision in selectors.other_acts(case, actor=actor) if decision]
    return {
        "case": case,
        "row": look.row_of(case, today=today),
        **undo.of_case(case, actor),
        "turn": look.whose_turn(whose),
        "promised": whose in (Turn.INSTITUTION, Turn.ADMINISTRATION),
        "moves": [(move, ACTS[move.rule.name]) for move in found if move.decision and not move.aside],
        "aside": [(move, ACTS[move.rule.name]) for move in found if move.decision and move.aside],
        "refused": [move for move in found if not move.decision],
        "others": [act for act in others if act.name in FIRST_WORK],
        "seldom": [act for act in others if act.name not in FIRST_WORK],
        "here": presence.others(case, actor=actor),
        "may_keep_out": bool(can_keep_out(actor, case)),
        "may_take": case.handler_id != actor.user_id
        and not case.is_closed
        and actor.unit_id == case.unit_id
        and bool(can_assign(actor, case)),
        "proposal": waiting,
        "may_validate": waiting is not None and actor.is_validator and waiting.proposed_by_id != actor.user_id,
        "correspondence": dict(settings.LANGUAGES).get(case.language, case.language),
        "today": today,
        "joined": selectors.joined_files(case),
        "seen_event": selectors.newest_event(case) if case.new_reply else "",
    }


def facts(case: Complaint, actor: Actor) -> dict[str, Any]:
    """Every field that was filled in; the identity number stays masked."""
    return {
        "person": case.complainant,
        "safe_contact": in_words(case.complainant),
        "masked": look.masked_number(case.complainant.id_number),
        **together(case),
        "prior_steps": case.prior_steps.all(),
        "reception": selectors.reception(case),
        "declarations": case.declarations.all(),
        "similar": selectors.similar_files(case, actor=actor),
        "number_of_files": duplicates.files_of_person(case),
        "counted": duplicates.COUNTED,
        "changes": [(row, look.before(row)) for row in selectors.changes(case)],
        "voices": selectors.voices(case),
        "bodies": case.referral_bodies.all() if case.ground else [],
    }


def together(case: Complaint) -> dict[str, Any]:
    """Who acts for the complainant, the members of a group, and with whom the file is shared."""
    acting = representation_of(case)
    members = list(acting.members.select_related("country")) if acting else []
    return {
        "acting_for": acting,
        "members": [{"member": row, "masked": look.masked_number(row.id_number)} for row in members],
        "other_rules": in_words(acting) if acting else [],
        "mandate_ended": acting is not None and acting.ended(),
        "shares": case.shares.order_by("revoked_at", "-invited_at")[:50],
    }


def exchanges(case: Complaint, actor: Actor) -> dict[str, Any]:
    """Messages and requests, and what was told with how it arrived."""
    return {
        "messages_said": selectors.messages(case),
        "requests": selectors.requests(case),
        "told": messages_about(f"complaint:{case.pk}"),
    }


def file_rows(case: Complaint) -> list[dict[str, Any]]:
    """The files with the viewer and two downloads: the copy without hidden data, and the sealed original."""
    replaced = replaced_files(case)
    return [
        {
            "file": row,
            "view": reverse("admin:case_view", args=[row.complaint_id, row.pk]) if may_be_viewed(row) else "",
            "redact": reverse("admin:case_redact", args=[row.complaint_id, row.pk]) if can_be_redacted(row) else "",
            "copy": reverse("admin:case_file", args=[row.complaint_id, row.pk]) if files.may_leave(row) else "",
            "original": reverse("admin:case_original", args=[row.complaint_id, row.pk]),
            "joined": row.complaint.reference if row.complaint_id != case.pk else "",
            "replaced": row.pk in replaced,
        }
        for row in documents_of(case).select_related("uploaded_by", "complaint", "redacted_from")
    ]


def may_be_viewed(row: Attachment) -> bool:
    """Whether the viewer has something to show of it: pages, a picture, or the words of a Word document."""
    return not row.erased_at and files.may_leave(row) and (files.can_draw(row) or row.content_type == files.WORD)


def history(case: Complaint, actor: Actor) -> dict[str, Any]:
    """Everything that happened; for heads and supervisors also who opened the file and who is kept out of it."""
    told: dict[str, Any] = {
        "events": [history_row(row) for row in selectors.events(case)],
        "readings": [],
        "kept_out": [],
    }
    if can_keep_out(actor, case):
        told |= {"readings": selectors.readings(case), "kept_out": list(conflicts.of_file(case))}
    return told


def history_row(row: Any) -> dict[str, Any]:
    """An event in full."""
    return {
        "event": row,
        "label": event_label(row.name),
        "who": selectors.who_did(row),
        "facts": event_facts(row),
    }


# --- acts of one click ---


@by_button
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the number of the identity document, once; the history keeps who saw it."""
    case = find_case(request, pk)
    try:
        shown = actions.show_identity(case, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("admin:complaints_complaint_changelist")
    return draw(request, case, "facts", shown_number=shown)


@by_button
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The complainant's messages were read."""
    case = find_case(request, pk)
    try:
        if not actions.mark_replies_read(case, actor=actor_of(request), seen=number(request.POST.get("seen"))):
            messages.warning(request, _("The complainant has written again meanwhile: it stands below."))
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect(f"{reverse('admin:complaints_complaint_change', args=[pk])}?tab=exchanges")


@by_button
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The file becomes this person's own."""
    case = find_case(request, pk)
    actor = actor_of(request)
    try:
        if actor.user is not None:
            actions.assign(case, actor=actor, handler=actor.user)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("The file is yours."))
    return redirect("admin:complaints_complaint_change", pk)


@by_button
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that the desk adds."""
    case = find_case(request, pk)
    form = Upload(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_file(
                case, given["file"], actor=actor_of(request), source=given["source"], caption=given["caption"],
                internal=given["internal"],
            )  # fmt: skip
        except files.Refused as refused:
            form.add_error("file", refused.message)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The file was added."))
            return redirect(f"{reverse('admin:complaints_complaint_change', args=[pk])}?tab=files")
    return draw(request, case, "files", upload=form, form=form, status=422)


# --- files ---


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The copy without hidden data."""
    case, row = find_file(request, pk, file)
    read(request, case, f"file:{row.pk}")
    return files.download(row)


@require_safe
def original(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The file as it came, sealed by its SHA-256."""
    case, row = find_file(request, pk, file)
    read(request, case, f"original:{row.pk}")
    return files.download(row, original=True)


def find_file(request: HttpRequest, pk: int, file: int) -> tuple[Complaint, Attachment]:
    """The permission is asked at every request; a stranger's file is a 404."""
    case = find_case(request, pk)
    return case, get_object_or_404(readable_attachments(actor_of(request)), pk=file, complaint=case)
