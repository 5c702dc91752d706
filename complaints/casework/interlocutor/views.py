"""The interlocutor's own acts: answering, the calendar of what is due, who stands in. What was received: casework/views.py."""

import calendar as months
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.language import switched_language
from accounts.middleware import by_button, remember_language
from complaints import files
from complaints.casework.interlocutor import deputies, inbox, replying
from complaints.casework.interlocutor.door import for_interlocutors
from complaints.casework.interlocutor.forms import AbsenceForm, ReplyForm
from complaints.casework.interlocutor.replying import About, Subject
from complaints.guide.selectors import holidays
from complaints.models import AdministrationReply
from complaints.permissions import can_reply, own_administration, own_interlocutor, received_recommendations
from complaints.workflow import undo
from complaints.workflow.errors import Refused, Repeated, Stale

# --- answers ---


@for_interlocutors
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, letter: int) -> HttpResponse:
    """The answer to a letter."""
    row = get_object_or_404(inbox.received_letters(request.actor), pk=letter)  # type: ignore[attr-defined]
    undo.as_known_outside([row.complaint])
    subject = Subject(row.complaint, About.ANSWER, letter=row.number)
    back = reverse("casework:letter", args=[row.pk])
    return respond(Answering(request, subject, back, row.number, row.complaint.answer_due_on))


@for_interlocutors
@require_http_methods(["GET", "HEAD", "POST"])
def answer_recommendation(request: HttpRequest, recommendation: int) -> HttpResponse:
    """The answer to a recommendation; once it is in the file, the proof that it was carried out."""
    made = get_object_or_404(
        received_recommendations(request.actor).select_related("complaint"),  # type: ignore[attr-defined]
        pk=recommendation,
    )
    undo.rows_as_known_outside([made])
    undo.as_known_outside([made.complaint])
    about = About.EXECUTION if made.reply else About.RECOMMENDATION
    subject = Subject(made.complaint, about, recommendation=made)
    back = reverse("casework:recommendation", args=[made.pk])
    return respond(Answering(request, subject, back, made.number, None if made.reply else made.due_on))


@dataclass(slots=True)
class Answering:
    """One request for one answer. `back` is the page of what is answered, `number` its number."""

    request: HttpRequest
    subject: Subject
    back: str
    number: str
    due_on: date | None
    kept: AdministrationReply | None = field(default=None)

    @property
    def actor(self) -> Any:
        return self.request.actor  # type: ignore[attr-defined]

    def form(self, *, whole: bool) -> ReplyForm:
        """With what is posted, or with the draft as it is kept."""
        if self.request.method == "POST":
            return ReplyForm(self.request.POST, self.request.FILES, about=self.subject.about, whole=whole)
        self.kept = replying.draft_of(self.subject, self.actor)
        names = ("position", "text", "wanted_until", "executed_on", "key", "version")
        initial = (
            {name: getattr(self.kept, name) for name in names} if self.kept else {"key": uuid.uuid4(), "version": 0}
        )
        return ReplyForm(initial=initial, about=self.subject.about)

    def draw(self, form: ReplyForm, *, status: int = 200, **more: Any) -> HttpResponse:
        kept = self.kept or replying.draft_of(self.subject, self.actor)
        context = {
            "form": form, "subject": self.subject, "back": self.back, "number": self.number, "due_on": self.due_on,
            "kept": kept, "files": kept.files.all() if kept else [], "possible": can_reply(self.actor, self.subject.complaint),
            **more,
        }  # fmt: skip
        return render(self.request, "casework/answer.html", context, status=status)


def respond(asked: Answering) -> HttpResponse:
    """GET: the form. POST: keeps the draft, adds or removes a file, or sends."""
    if asked.request.method != "POST":
        return asked.draw(asked.form(whole=True))
    if language := switched_language(asked.request):
        response = asked.draw(asked.form(whole=False).hush())
        remember_language(response, language)
        return response
    sending = "send" in asked.request.POST
    form = asked.form(whole=sending)
    if not form.is_valid():
        if asked.request.FILES:
            form.add_error("file", _("Choose this document again: it could not be kept on this page."))
        return asked.draw(form, status=422)
    try:
        return _done(asked, form, sending)
    except Repeated:
        messages.info(asked.request, _("This answer was sent already."))
        return redirect(asked.back)
    except files.Refused as refused:
        form.add_error("file", refused.message)
        return asked.draw(form, status=422)
    except Refused as refused:
        return _refused(asked, form, refused)


def _done(asked: Answering, form: ReplyForm, sending: bool) -> HttpResponse:
    request, written = asked.request, form.written()
    upload, gone = form.cleaned_data["file"], request.POST.get("remove", "")
    if upload:
        row = replying.attach(asked.subject, written, upload, actor=asked.actor)
        if not sending:
            messages.success(request, _("The document was added. Your text is kept."))
            return redirect(request.path)
        written = form.renumbered(row.reply.version)
    if sending:
        replying.send(asked.subject, written, actor=asked.actor)
        messages.success(
            request, _("Your answer was sent. The Mediator's office checks it and takes it into the file.")
        )
        return redirect(asked.back)
    if gone.isascii() and gone.isdecimal() and len(gone) < 19:
        replying.remove(asked.subject, written, int(gone), actor=asked.actor)
        messages.success(request, _("The document was removed. Your text is kept."))
    else:
        replying.save(asked.subject, written, actor=asked.actor)
        messages.success(request, _("Your draft is kept. Nothing was sent yet."))
    return redirect(request.path)


def _refused(asked: Answering, form: ReplyForm, refused: Refused) -> HttpResponse:
    """Says why; what was typed stays. The next press stands on what is kept now, and is a further answer after one was sent."""
    kept = replying.draft_of(asked.subject, asked.actor)
    form.data = form.data.copy()
    form.data["version"] = str(kept.version if kept else 0)
    reason = str(refused.reason)
    if isinstance(refused, Stale):
        reason = _(
            "A colleague changed this draft meanwhile. It stands below: what you typed takes its place when you keep it."
        )
    if isinstance(refused, replying.SentAlready):
        form.data["key"] = str(kept.key if kept else uuid.uuid4())
    form.add_error(None, reason)
    if asked.request.FILES:
        form.add_error("file", _("Choose this document again: it could not be kept on this page."))
    theirs = kept if isinstance(refused, Stale) else None
    return asked.draw(form, status=409 if isinstance(refused, Stale) else 422, theirs=theirs)


# --- the calendar ---


@for_interlocutors
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: on which days how many answers are due, and the days on which nobody works. No file is named."""
    actor, office = request.actor, own_administration(request.actor)  # type: ignore[attr-defined]
    first = _month(request.GET.get("month", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    days = inbox.due_days(actor, office, first=first, last=last) if office else {}
    free = holidays()
    rows = [
        {"day": day, "late": day < timezone.localdate(), "free": day in free, **found} for day, found in days.items()
    ]
    context = {
        "office": office, "first": first, "rows": rows, "today": timezone.localdate(),
        "before": f"?month={(first - timedelta(days=1)):%Y-%m}" if first.year > 2000 else "",
        "after": f"?month={(last + timedelta(days=1)):%Y-%m}" if first.year < 2100 else "",
    }  # fmt: skip
    return render(request, "casework/due_calendar.html", context)


def _month(text: str) -> date:
    """The first day of the month asked for (2026-12), else of this one."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = timezone.localdate().replace(day=1)
    return found if 2000 <= found.year <= 2100 else timezone.localdate().replace(day=1)


# --- absence ---


@for_interlocutors
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom. The interlocutor names a deputy; a deputy reads it."""
    actor, own = request.actor, own_interlocutor(request.actor)  # type: ignore[attr-defined]
    if own is None:
        return render(request, "casework/office_absence.html", {"own": None})
    form = None if own.deputy else AbsenceForm(request.POST or None, deputies=deputies.deputies_of(own))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            deputies.name_deputy(own, actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Your deputy is named. You can end it at any time."))
            return redirect("casework:absence")
    context = {
        "own": own, "form": form, "today": timezone.localdate(), "may": deputies.deputies_of(own).exists(),
        "absences": (deputies.standing_in(own) if own.deputy else deputies.absences_of(own))[: deputies.SHOWN],
    }  # fmt: skip
    return render(request, "casework/office_absence.html", context, status=422 if form and form.errors else 200)


@for_interlocutors
@by_button
def end_absence(request: HttpRequest, row: int) -> HttpResponse:
    """The deputy opens nothing any more."""
    own = own_interlocutor(request.actor)  # type: ignore[attr-defined]
    if own is None:
        raise Http404
    found = get_object_or_404(deputies.absences_of(own), pk=row)
    try:
        deputies.end(found, actor=request.actor)  # type: ignore[attr-defined]
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Ended. Nothing opens for your deputy any more."))
    return redirect("casework:absence")
