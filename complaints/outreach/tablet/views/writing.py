"""A complaint typed with the person: few pages, one column, and whatever is typed is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import by_button
from complaints import files
from complaints.intake import actions, building
from complaints.intake.attaching import keep
from complaints.intake.models import Draft, DraftFile
from complaints.intake.steps import Answers, answers_of
from complaints.intake.steps.base import Raw
from complaints.intake.views.common import redirect as onward
from complaints.models import StoredFile
from complaints.outreach.models import Helping
from complaints.outreach.tablet import helping, shifts
from complaints.outreach.tablet.door import actor_of, keeps_place, on_shift, page, with_person
from complaints.outreach.tablet.forms import PhotoForm
from complaints.reception import typing

PAGES: typing.Pages = {
    "person": (
        pgettext_lazy("title of a page", "The person"),
        ("who", "represented", "represented-home", "organisation", "deceased", "name"),
    ),
    "home": (_("Where and how to reach them"), ("address", "group", "contact")),
    "target": (_("The administration"), ("authority", "subject")),
    "story": (pgettext_lazy("title of a page", "What happened"), ("happened", "dates", "steps")),
    "request": (pgettext_lazy("title of a page", "What they ask for"), ("request", "urgency")),
    "papers": (_("Papers"), ("mandate",)),
}
ORDER = tuple(PAGES)


def with_draft(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page about the draft of this person, as long as the agent may open it: not filed, not gone to the phone."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, person: Helping, **kwargs: Any) -> Any:
        draft = person.draft
        if draft is None or draft.complaint_id or draft.officer_id != person.shift.agent_id:
            return redirect("tablet:person")
        return view(request, *args, person=person, draft=draft, **kwargs)

    return wrapped


@on_shift()
@with_person
@by_button
def write(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """ "A complaint": the draft begins, or goes on."""
    draft = helping.write_complaint(person, actor=actor_of(request, person.shift))
    if draft is None:
        return onward("tablet:person")
    return onward("tablet:page", part=ORDER[0])


@on_shift(writes=True)
@with_person
@keeps_place
@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest, part: str, *, person: Helping, draft: Draft) -> HttpResponse:
    """One page of several steps, as at the desk (reception/views/typing.py)."""
    if part not in PAGES:
        raise Http404
    if request.method != "POST":
        helping.look(person, actor=actor_of(request, person.shift), what="typed at a stand")
        return _show(request, person, draft, part, judged=request.GET.get("check") == "1")
    posted = list(typing.typed(part, request.POST, PAGES))
    valid = True
    for step, raw in posted:
        sound = answers_of(draft).form(step.slug, raw).is_valid()
        valid = valid and sound
        try:
            draft = actions.save_step(
                draft=draft, slug=step.slug, raw=raw, valid=sound, actor=actor_of(request, person.shift),
                seen=request.POST.get(f"seen-{step.slug}", ""),
            )  # fmt: skip
        except actions.Changed:
            if shifts.is_locked(person.shift):  # what stands there by now is not shown before the PIN
                return onward("tablet:unlock")
            return _changed(request, person, draft, part, {one.slug: each for one, each in posted})
        except (actions.Gone, actions.AlreadySent):
            return onward("tablet:person")
    if "lock" in request.POST or shifts.is_locked(person.shift):
        shifts.lock(person.shift)
        return onward("tablet:unlock")
    return _after(request, draft, part, valid=valid)


def _after(request: HttpRequest, draft: Draft, name: str, *, valid: bool) -> HttpResponse:
    """Where a saved page leads: on, or back to it when something is wrong or new questions have come up."""
    if {"add", "remove"} & set(request.POST):
        slug = (request.POST.get("add") or request.POST.get("remove", "").partition(":")[0])[:40]
        return onward("tablet:page", part=name, query=f"#step-{slug}")
    answers = answers_of(draft)
    shown = set(request.POST.getlist("step"))
    come_up = [step for step in typing.steps_on(name, answers, PAGES) if step.slug not in shown]
    if come_up:
        return onward("tablet:page", part=name, query=f"#step-{come_up[0].slug}")
    if not valid:
        return onward("tablet:page", part=name, query="?check=1")
    if "later" in request.POST:
        return onward("tablet:person")
    after = typing.following(name, PAGES)
    return onward("tablet:page", part=after) if after else onward("tablet:check")


def _changed(request: HttpRequest, person: Helping, draft: Draft, name: str, typed: dict[str, Raw]) -> HttpResponse:
    """Another window saved other answers: what was typed here comes back, and is kept when it is sent once more."""
    draft.refresh_from_db()
    seen = {slug: building.digest(raw) for slug, raw in draft.answers.items()}
    answers = answers_of(draft)
    answers.raw |= typed
    return _show(request, person, draft, name, answers=answers, seen=seen, changed=True, status=409)


def _papers(draft: Draft) -> QuerySet[DraftFile]:
    """What was photographed here, but for the account as it was signed."""
    return draft.files.exclude(kind=StoredFile.Kind.TRANSCRIPT)


def _show(
    request: HttpRequest,
    person: Helping,
    draft: Draft,
    name: str,
    *,
    judged: bool = False,
    answers: Answers | None = None,
    seen: dict[str, str] | None = None,
    paper: PhotoForm | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    answers = answers or answers_of(draft)
    found = typing.sections(name, answers, judged=judged, pages=PAGES)
    before = ORDER.index(name) - 1
    papers = name == "papers"
    context = {
        "person": person,
        "name": name,
        "title": PAGES[name][0],
        "sections": [
            (one, (seen or {}).get(one.step.slug) or building.digest(draft.answers.get(one.step.slug, {})))
            for one in found
        ],
        "form": typing.Errors([one.form for one in found]) if judged else paper,
        "pages": [(reverse("tablet:page", kwargs={"part": each}), title, each == name) for each, (title, _s) in PAGES.items()],
        "back": reverse("tablet:page", kwargs={"part": ORDER[before]}) if before >= 0 else reverse("tablet:person"),
        "paper": (paper or PhotoForm()) if papers else None,
        "papers": list(_papers(draft)) if papers else [],
        "changed": changed,
    }  # fmt: skip
    return page(request, "outreach/tablet/page.html", context, shift=person.shift, status=status)


@on_shift()
@with_person
@keeps_place
@with_draft
@require_safe
def check(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """Before the tablet is turned: what is missing still."""
    answers = answers_of(draft)
    missing = [step for step in answers.unfinished() if step.slug not in ("reception", "files")]
    context = {
        "person": person,
        "missing": [
            (step.title, f"{reverse('tablet:page', kwargs={'part': typing.page_with(step.slug, PAGES)})}?check=1")
            for step in missing
        ],
        "back": reverse("tablet:page", kwargs={"part": ORDER[-1]}),
    }
    return page(request, "outreach/tablet/check.html", context, shift=person.shift)


# --- papers ---


@on_shift(writes=True)
@with_person
@with_draft
@by_button
def add_paper(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """Takes one photo or scan; a refusal says how to mend it."""
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        if not (error := keep(draft, given["file"], caption=given["caption"], kind=given["kind"])):
            return onward("tablet:page", part="papers")
        form.add_error("file", error)
    if shifts.is_locked(person.shift):
        return onward("tablet:unlock")
    return _show(request, person, draft, "papers", paper=form, status=422)


@on_shift()
@with_person
@with_draft
@by_button
def remove_paper(request: HttpRequest, number: int, *, person: Helping, draft: Draft) -> HttpResponse:
    """Takes a paper out of the draft. What was signed is none: another signature takes its place."""
    if _papers(draft).filter(pk=min(number, 2**62)).exists():
        actions.remove_file(draft=draft, number=number)
    return onward("tablet:page", part="papers")


@on_shift()
@with_person
@with_draft
@require_safe
def paper(request: HttpRequest, number: int, *, person: Helping, draft: Draft) -> HttpResponseBase:
    """A paper, to be read again."""
    helping.look(person, actor=actor_of(request, person.shift), what="paper at a stand")
    return files.download(get_object_or_404(draft.files, pk=min(number, 2**62)), original=True)
