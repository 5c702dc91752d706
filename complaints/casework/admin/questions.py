"""Questions that are no complaints: the list, one question with its answer, what is published of it (docs/answers.md)."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints.casework.admin.articles import BODY_HELP, checked_body
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.admin.queue import asked_page
from complaints.casework.queue import BOUND, bounded_counts
from complaints.knowledge import actions, selectors
from complaints.knowledge.actions import Published
from complaints.knowledge.models import Question, Topic
from complaints.knowledge.remains import introduced, names_of, remains
from complaints.permissions import answerable_questions, can_answer

PAGE = 25
VIEWS = {"open": _("Waiting"), "answered": _("Answered"), "dismissed": _("Put aside")}
LATE = 10  # days of waiting from which a question is shown as late


class ReplyForm(HouseForm):
    """The answer, in the asker's language."""

    text = forms.CharField(
        label=_("The answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": _("Write the answer.")},
    )


class PublishForm(HouseForm):
    """What everybody will read. `sure` is always asked for, and counts only for the flagged places that were shown with it.

    `names`, folded, are the asker's as far as they are known; the page posts back the places it showed as `seen`."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    title = forms.CharField(
        label=_("Question, in general words"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    summary = forms.CharField(
        label=_("Answer in one sentence"), max_length=400, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    body = forms.CharField(
        label=_("The answer"),
        help_text=BODY_HELP,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    keywords = forms.CharField(
        label=_("Other words for the search"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    sure = forms.BooleanField(
        label=_("I have looked at these texts: nothing in them points to a person"),
        error_messages={"required": _("Take out what points to a person, or tick that nothing does.")},
    )

    def __init__(self, *args: Any, names: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        self.remains = [] if self.is_bound else remains(self.initial.get("body", ""), names)

    def clean_body(self) -> str:
        return checked_body(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        posted = cast("QueryDict", self.data)
        written = "\n".join(posted.get(name, "") for name in ("title", "summary", "body", "keywords"))
        self.remains = remains(written, self.names)
        if data.get("sure") and {piece.text for piece in self.remains} - set(posted.getlist("seen")):
            self.data = unticked = posted.copy()
            del unticked["sure"]
            self.add_error("sure", _("Look at the places named above, then tick."))
        return data

    def published(self) -> Published:
        """What was checked, for the action."""
        return Published(**{name: text for name, text in self.cleaned_data.items() if name != "sure"})


def find(request: HttpRequest, pk: int) -> Question:
    """The question if this person may answer it; else a 404."""
    rows = answerable_questions(actor_of(request)).select_related("country", "article")
    return get_object_or_404(rows, pk=pk)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Waiting questions, oldest first, with the days they wait; answered ones and those put aside, newest first."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    rows = answerable_questions(actor_of(request)).defer("email").select_related("country")
    by = {"open": "asked_at", "answered": "answered_at"}.get(view, "dismissed_at")
    waiting_ones = {"answered_at": None, "dismissed_at": None}
    rows = rows.filter(**waiting_ones if view == "open" else {f"{by}__isnull": False})
    found = asked_page(request, rows, by=by, size=PAGE, descending=view != "open")
    names = dict(settings.LANGUAGES)
    context = {
        "title": VIEWS[view],
        "view": view,
        "views": VIEWS.items(),
        "rows": [(row, names.get(row.language, row.language), waiting(row), is_late(row)) for row in found["rows"]],
        "number": bounded_counts([rows])[0],
        "bound": BOUND,
        "links": found["links"],
    }
    return page(request, "casework/questions.html", context)


def waiting(question: Question) -> str:
    """`today`, `3 days`; empty for one that waits no more."""
    if not question.is_open:
        return ""
    days = (timezone.localdate() - timezone.localdate(question.asked_at)).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else str(_("today"))


def is_late(question: Question) -> bool:
    return question.is_open and (timezone.now() - question.asked_at).days >= LATE


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question; POST answers it, or corrects the answer by a further one."""
    row = find(request, pk)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.answer(
                row,
                actor=actor_of(request),
                text=form.cleaned_data["text"],
                seen=int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
            )
        except actions.Changed:
            form.add_error(
                None, _("A colleague answered meanwhile: the answer stands above. Read it, then send yours.")
            )
        else:
            told = _("The answer was sent. The asker is told by e-mail.")
            messages.success(
                request, told if row.will_be_told else _("The answer was kept. The asker reads it with the code.")
            )
            return redirect("admin:question", pk=row.pk)
    return page(request, "casework/question.html", shown(request, row, form), status=422 if form.errors else 200)


def shown(request: HttpRequest, row: Question, form: ReplyForm) -> dict[str, Any]:
    """What the page of a question shows; the answers that are published already, in the asker's language."""
    replies = list(row.replies.select_related("author"))
    with override(row.language):
        similar = selectors.similar(row.text)
    return {
        "question": row,
        "replies": replies,
        "seen": replies[-1].pk if replies else 0,
        "waits": waiting(row),
        "late": is_late(row),
        "language_name": dict(settings.LANGUAGES).get(row.language, row.language),
        "similar": similar,
        "form": form,
        "may": can_answer(actor_of(request), row),
    }


@by_button
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts aside what is no question: nobody is told."""
    row = find(request, pk)
    try:
        actions.dismiss(row)
    except actions.Changed:
        messages.error(request, _("This question was answered already."))
        return redirect("admin:question", pk=row.pk)
    messages.success(request, _("The question was put aside."))
    return redirect("admin:questions")


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes an article of the newest answer, or adds a language to it."""
    row = find(request, pk)
    last = row.replies.order_by("-pk").first()
    if last is None:
        return redirect("admin:question", pk=row.pk)
    first = {
        "topic": row.article.topic if row.article else Topic.BEFORE,
        "language": row.language,
        "body": last.text,
    }
    form = PublishForm(request.POST if request.method == "POST" else None, initial=first, names=_names(row))
    if form.is_bound and form.is_valid():
        try:
            article = actions.publish(row, form.published())
        except actions.Written:
            form.add_error("language", _("It is published in this language already. Choose another one."))
        else:
            messages.success(request, _("The answer is published."))
            return redirect("knowledge:article", slug=article.slug)
    context = {"question": row, "form": form, "remains": form.remains, "article": row.article}
    return page(request, "casework/publish.html", context, status=422 if form.errors else 200)


def _names(row: Question) -> set[str]:
    """How the asker is called, as far as the account, the question or an answer says."""
    said = "\n".join([row.text, *row.replies.values_list("text", flat=True)])
    return introduced(said) | names_of(row.user.name if row.user else "")
