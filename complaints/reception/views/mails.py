"""The mails that came: the lists, one mail, and what becomes of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints import files, references
from complaints.asking.fields import TextField
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.admin.queue import turned
from complaints.casework.queue import BOUND
from complaints.intake.selectors import desk_drafts, draft_title
from complaints.intake.views.common import redirect
from complaints.models import Complaint, IncomingMail
from complaints.permissions import can_register, readable_mails, workable_complaints
from complaints.reception import actions, selectors
from complaints.workflow.errors import Refused


class FileForm(HouseForm):
    """Into which file it goes, and whose words it is."""

    reference = forms.CharField(
        label=_("Number of the file"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": _("Enter the number of the file, like IMR-2026-7K3M9QX4.")},
    )
    writer = forms.ChoiceField(
        label=_("Who wrote it?"),
        choices=[
            ("citizen", _("The complainant, I have made sure: it becomes a message of theirs")),
            ("other", _("Somebody else: only we read it in the file")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who wrote it.")},
    )

    def __init__(self, *args: Any, files: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workable = files
        self.complaint: Complaint | None = None

    def clean_reference(self) -> str:
        text = references.normalise(self.cleaned_data["reference"]) or ""
        self.complaint = self.workable.filter(reference=text).first() if text else None
        if self.complaint is None:
            raise forms.ValidationError(_("You have no file with this number. Check it, sign by sign."))
        return text


class QuestionForm(HouseForm):
    """The language in which it is answered."""

    language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=[("", "—"), *settings.LANGUAGES],
        error_messages={"required": _("Choose the language in which this person reads.")},
    )


class AsideForm(HouseForm):
    """Why nothing becomes of it."""

    why = TextField(
        label=pgettext_lazy("of a mail", "Why is it set aside?"),
        help_text=_("For example: advertising, or meant for somebody else."),
        longest=300,
        error_messages={"required": _("Say why nothing becomes of it, for example: advertising.")},
    )


def find(request: HttpRequest, pk: int) -> IncomingMail:
    """The mail if this person may read it; else a 404."""
    rows = readable_mails(actor_of(request)).exclude(status=IncomingMail.Status.KEPT).defer("raw")
    return get_object_or_404(rows.select_related("complaint", "handled_by"), pk=pk)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What came and waits for somebody, what was begun here, and the way to register what came by another way."""
    actor = actor_of(request)
    view = request.GET.get("view", "")
    view = view if view in selectors.VIEWS else "register"
    asked = {name: request.GET.get(name, "")[:60] for name in ("after", "before")}
    found = selectors.page_of(view, actor=actor, **asked)
    counts = selectors.counts(actor)
    context = {
        "title": selectors.VIEWS[view][0],
        "view": view,
        "views": [
            (name, label, counts.get(name), counts.get(name, 0) > BOUND)
            for name, (label, _status) in selectors.VIEWS.items()
        ],
        "bound": BOUND,
        "rows": [(row, selectors.is_late(row)) for row in found.rows],
        "links": {name: turned(request, name, getattr(found, name)) for name in asked},
        "drafts": [(draft, draft_title(draft)) for draft in desk_drafts(actor)[:20]],
        "may": can_register(actor),
        "mailbox": selectors.mailbox(),
    }
    return page(request, "reception/mails.html", context)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, with what can become of it."""
    return _show(request, find(request, pk))


def _show(request: HttpRequest, row: IncomingMail, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page; `given` holds the form that was sent, by its name."""
    actor = actor_of(request)
    named = row.complaint.reference if row.complaint else ""
    blank = {
        "to_file": FileForm(initial={"reference": named}, files=workable_complaints(actor)),
        "question": QuestionForm(),
        "aside": AsideForm(),
    }
    context = {
        "mail": row,
        "late": selectors.is_late(row),
        "attached": list(row.files.all()),
        "left_out": selectors.left_out(row),
        "may": can_register(actor),
        "form": next(iter(given.values()), None),
        **blank,
        **given,
    }
    return page(request, "reception/mail.html", context, status=status)


@by_button
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Register as a complaint": a draft with what the mail tells."""
    row = find(request, pk)
    try:
        draft = actions.begin(row, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("reception:mail", pk=str(row.pk))
    return redirect("reception:page", key=str(draft.key), part="received")


@require_http_methods(["POST"])
def to_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts it into a file of this person's."""
    row, actor = find(request, pk), actor_of(request)
    form = FileForm(request.POST, files=workable_complaints(actor).select_related("complainant", "representation"))
    if form.is_valid() and form.complaint is not None:
        try:
            actions.put_into_file(
                row, form.complaint, actor=actor, from_citizen=form.cleaned_data["writer"] == "citizen"
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The mail is in the file %(number)s.") % {"number": form.complaint.reference})
            return redirect("reception:mails")
    return _show(request, row, to_file=form, status=422)


@require_http_methods(["POST"])
def as_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes it as a question, to be answered among the questions."""
    row = find(request, pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            question = actions.take_as_question(row, actor=actor_of(request), language=form.cleaned_data["language"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect("admin:question", pk=str(question.pk))
    return _show(request, row, question=form, status=422)


@require_http_methods(["POST"])
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing becomes of it."""
    row = find(request, pk)
    form = AsideForm(request.POST)
    if form.is_valid():
        try:
            actions.set_aside(row, actor=actor_of(request), why=form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The mail was set aside."))
            return redirect("reception:mails")
    return _show(request, row, aside=form, status=422)


@by_button
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the list."""
    row = find(request, pk)
    if actions.take_up_again(row, actor=actor_of(request)):
        messages.success(request, _("The mail is to be registered again."))
    return redirect("reception:mail", pk=str(row.pk))


@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """An attachment, inspected like every file."""
    row = find(request, pk)
    return files.download(get_object_or_404(row.files, pk=min(number, 2**62)), original=True)
