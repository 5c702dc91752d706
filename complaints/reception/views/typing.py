"""A complaint typed for somebody else: its pages, its papers, the check, and the receipt that the person takes home."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints import files
from complaints.asking.fields import FiguresField, TextField
from complaints.casework.admin.pages import actor_of, page
from complaints.intake import actions, building, selectors
from complaints.intake.attaching import LONGEST_CAPTION, keep
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.selectors import desk_drafts, registered_here
from complaints.intake.steps import Answers, answers_of
from complaints.intake.steps.base import Raw, collect
from complaints.intake.views.common import redirect
from complaints.models import StoredFile
from complaints.reception import selectors as reads
from complaints.reception import typing
from complaints.workflow.errors import Refused

Kind = StoredFile.Kind


class PaperForm(HouseForm):
    """One scan."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Kind.LETTER.value, Kind.LETTER.label),
            (Kind.TRANSCRIPT.value, Kind.TRANSCRIPT.label),
            (Kind.MANDATE.value, Kind.MANDATE.label),
            ("", _("Another document of the complainant")),
        ],
        required=False,
    )
    file = forms.FileField(
        label=_("The scan"),
        help_text=_("A PDF, a photo, a Word document or a recording; up to 10 MB."),
        error_messages={"required": _("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )
    caption = TextField(label=_("What it shows"), longest=LONGEST_CAPTION, required=False)


HAS_A_NUMBER = _(
    "The person was given number and code at the stand: this complaint is registered, not thrown away. What they no longer want"
    " they withdraw themselves."
)


class FiguresForm(HouseForm):
    """What the person reads out, to prove the address."""

    code = FiguresField()


def find(request: HttpRequest, key: uuid.UUID) -> Draft:
    """The draft, if this officer types it; a colleague's is a 404."""
    return get_object_or_404(desk_drafts(actor_of(request)).select_related("mail", "officer"), pk=key)


def address(name: str, draft: Draft, **more: str) -> str:
    return reverse(f"reception:{name}", kwargs={"key": draft.key, **more})


@by_button
def begin(request: HttpRequest) -> HttpResponse:
    """ "Register a complaint": an empty draft."""
    try:
        draft = actions.create_desk_draft(actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("reception:mails")
    return redirect("reception:page", key=str(draft.key), part=typing.ORDER[0])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest, key: uuid.UUID, part: str) -> HttpResponse:
    """One page of several steps. What was typed is kept whatever is wrong with it; errors are said on the page itself."""
    if part not in typing.PAGES:
        raise Http404
    if request.method == "POST" and (done := _registered(request, key)):
        return done
    draft = find(request, key)
    if request.method != "POST":
        return _show(request, draft, part, judged=request.GET.get("check") == "1")
    posted = list(typing.typed(part, request.POST))
    valid = True
    for step, raw in posted:
        sound = answers_of(draft).form(step.slug, raw).is_valid()
        valid = valid and sound
        try:
            draft = actions.save_step(
                draft=draft, slug=step.slug, raw=raw, valid=sound, actor=actor_of(request),
                seen=request.POST.get(f"seen-{step.slug}", ""),
            )  # fmt: skip
        except actions.Changed:
            return _changed(request, draft, part, {one.slug: each for one, each in posted})
        except actions.Gone:  # thrown away in another window, or on its way to the person's own phone
            raise Http404 from None
    return _after(request, draft, part, valid=valid)


def _after(request: HttpRequest, draft: Draft, name: str, *, valid: bool) -> HttpResponse:
    """Where a saved page leads: on, or back to it when something is wrong or new questions have come up."""
    key = str(draft.key)
    if {"add", "remove"} & set(request.POST):
        slug = (request.POST.get("add") or request.POST.get("remove", "").partition(":")[0])[:40]
        return redirect("reception:page", key=key, part=name, query=f"#step-{slug}")
    answers = answers_of(draft)
    shown = set(request.POST.getlist("step"))
    come_up = [step for step in typing.steps_on(name, answers) if step.slug not in shown]
    if "save" in request.POST:
        messages.success(request, _("Kept. You find it under “Begun here”."))
        return redirect("reception:mails")
    if come_up:
        return redirect("reception:page", key=key, part=name, query=f"#step-{come_up[0].slug}")
    if not valid:
        return redirect("reception:page", key=key, part=name, query="?check=1")
    after = typing.following(name)
    return redirect("reception:page", key=key, part=after) if after else redirect("reception:check", key=key)


def _changed(request: HttpRequest, draft: Draft, name: str, typed: dict[str, Raw]) -> HttpResponse:
    """Another window saved other answers: what was typed here comes back, and is kept when it is sent once more."""
    draft.refresh_from_db()
    seen = {slug: building.digest(raw) for slug, raw in draft.answers.items()}
    answers = answers_of(draft)
    answers.raw |= typed
    return _show(request, draft, name, answers=answers, seen=seen, changed=True, status=409)


def _show(
    request: HttpRequest,
    draft: Draft,
    name: str,
    *,
    judged: bool = False,
    answers: Answers | None = None,
    seen: dict[str, str] | None = None,
    paper: PaperForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    answers = answers or answers_of(draft)
    found = typing.sections(name, answers, judged=judged)
    before = typing.ORDER.index(name) - 1
    context = {
        "draft": draft,
        "name": name,
        "title": typing.PAGES[name][0],
        "sections": [
            (one, (seen or {}).get(one.step.slug) or building.digest(draft.answers.get(one.step.slug, {})))
            for one in found
        ],
        "form": typing.Errors([one.form for one in found]) if judged else paper,
        "pages": [(address("page", draft, part=each), title, each == name) for each, (title, _s) in typing.PAGES.items()],
        "back": address("page", draft, part=typing.ORDER[before]) if before >= 0 else reverse("reception:mails"),
        "paper": paper or PaperForm() if name == "papers" else None,
        "papers": list(draft.files.all()) if name == "papers" else [],
        **more,
    }  # fmt: skip
    return page(request, "reception/page.html", context, status=status)


# --- papers ---


@by_button
def add_paper(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Takes one scan; a refusal says how to mend it."""
    draft = find(request, key)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        if not (error := keep(draft, given["file"], caption=given["caption"], kind=given["kind"])):
            messages.success(request, _("The file was added."))
            return redirect("reception:page", key=str(key), part="papers")
        form.add_error("file", error)
    return _show(request, draft, "papers", paper=form, status=422)


@by_button
def remove_paper(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Takes a scan out of the draft."""
    draft = find(request, key)
    actions.remove_file(draft=draft, number=number)
    return redirect("reception:page", key=str(key), part="papers")


@require_safe
def paper(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponseBase:
    """A scan, to be read again."""
    draft = find(request, key)
    return files.download(get_object_or_404(draft.files, pk=min(number, 2**62)), original=True)


# --- the end ---


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything once more, what the complainant declared, and the one button that registers."""
    if done := _registered(request, key):
        return done
    draft = find(request, key)
    answers = answers_of(draft)
    if request.method != "POST":
        return _check(request, draft, answers, DeclarationsForm(answers=answers))
    posted = {name: values[-1] for name, values in collect(DeclarationsForm, request.POST).items()}
    form = DeclarationsForm(posted, answers=answers)
    if not form.is_valid():
        return _check(request, draft, answers, form, status=422)
    if answers.unfinished():
        return _check(request, draft, answers, form, status=422)
    if "anyway" not in request.POST:
        known, elsewhere = reads.duplicates(answers, consents=form.consents(), actor=actor_of(request))
        if known or elsewhere:
            return _check(request, draft, answers, form, known=known, elsewhere=elsewhere, status=409)
    return _register(request, draft, answers, form)


def _register(request: HttpRequest, draft: Draft, answers: Answers, form: DeclarationsForm) -> HttpResponse:
    try:
        actions.submit_draft(
            draft=draft, actor=actor_of(request), declarations=form.consents(), seen=request.POST.get("seen", "")
        )
    except actions.Unfinished:
        return _check(request, draft, answers, form, status=422)
    except actions.Changed:
        draft.refresh_from_db()
        return _check(request, draft, answers_of(draft), form, changed=True, status=409)
    except actions.Unsigned:
        form.add_error(None, _("The account was changed after it was signed. Have it signed again."))
        return _check(request, draft, answers, form, status=422)
    except actions.Taken:
        form.add_error(
            None, _("A colleague dealt with the mail meanwhile. Look at it in the list before you register.")
        )
        return _check(request, draft, answers, form, status=409)
    except (actions.Gone, Refused) as refused:
        messages.error(request, str(getattr(refused, "reason", "")) or _("This draft is gone."))
        return redirect("reception:mails")
    return redirect("reception:done", key=str(draft.key))


def _check(
    request: HttpRequest, draft: Draft, answers: Answers, form: DeclarationsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page; `known` and `elsewhere` are files of the same matter, `changed` says that another window saved."""

    def change(slug: str) -> str:
        return f"{address('page', draft, part=typing.page_with(slug))}?check=1#step-{slug}"

    missing = answers.unfinished()
    context = {
        "draft": draft,
        "form": form,
        "groups": reads.summary(answers, change),
        "unfinished": [(step.title, change(step.slug)) for step in missing],
        "seen": building.digest(answers.raw),
        "papers": list(draft.files.all()),
        "appeal_until": selectors.appeal_warning(answers) if "dates" in answers.raw else None,
        "back": address("page", draft, part=typing.ORDER[-1]),
        "address": answers.typed("contact", "email"),
        "figures": FiguresForm()["code"],
        "known": (),
        "elsewhere": 0,
        "changed": False,
        **more,
    }
    return page(request, "reception/check.html", context, status=status)


@by_button
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Throws the draft away; a mail that it began as stays in the list."""
    draft = find(request, key)
    try:
        actions.delete_draft(draft=draft)
    except (actions.AlreadySent, actions.Gone):
        return redirect("reception:mails")
    except actions.Promised:
        messages.warning(request, HAS_A_NUMBER)
        return redirect("reception:check", key=str(draft.key))
    messages.success(request, _("The draft was thrown away."))
    return redirect("reception:mails")


def _registered(request: HttpRequest, key: uuid.UUID) -> HttpResponse | None:
    """The page of the receipt, when this very draft was registered already: pressed twice, or gone back to."""
    sent = registered_here(actor_of(request)).filter(pk=key)
    return redirect("reception:done", key=str(key)) if sent.exists() else None
