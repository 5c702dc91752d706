"""The account is read back and signed by the person, who then declares and files: all in their language."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import by_button
from complaints.intake import account, actions, building, phone_codes, selectors
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import Answers, answers_of
from complaints.intake.steps.base import collect
from complaints.intake.views.common import redirect as onward
from complaints.outreach.models import Helping
from complaints.outreach.tablet import helping, signing
from complaints.outreach.tablet.door import actor_of, hand, on_shift, turned, with_person
from complaints.outreach.tablet.turn_forms import SignForm, forms_of
from complaints.outreach.tablet.views.turn import _pdf
from complaints.outreach.tablet.views.writing import with_draft
from complaints.reception import selectors as reads
from complaints.workflow.errors import Refused

ON_ITS_WAY = {
    False: gettext_lazy("Six figures are on their way to your e-mail address. Type them here."),
    True: gettext_lazy("Six figures are on their way to your telephone. Type them here."),
}


def _ready(draft: Draft) -> bool:
    """Whether everything is there but the signature."""
    return not [step for step in answers_of(draft).unfinished() if step.slug not in ("reception", "files")]


@on_shift()
@with_person
@with_draft
@require_safe
def read(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """The whole account, in large letters: it is read aloud, and the person says whether it is theirs."""
    if not _ready(draft):
        return redirect("tablet:check")
    helping.look(person, actor=actor_of(request, person.shift), what="read back at a stand")
    context = {"parts": account.of(draft), "papers": list(draft.files.filter(kind__in=["", "mandate"]))}
    return turned(request, "turned/read.html", context, person=person)


@on_shift()
@with_person
@with_draft
@require_safe
def account_pdf(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """The account on paper, with a line to sign on."""
    return _pdf(signing.account_pdf(person, draft, line=True), "account")


@on_shift()
@with_person
@with_draft
@by_button
def send_figures(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """Six figures to the person's own address, or as a text to their telephone."""
    by_text = request.POST.get("by") == "text"
    with translation.override(person.language):
        if phone_codes.send(draft=draft) if by_text else actions.send_contact_code(draft=draft):
            messages.success(request, str(ON_ITS_WAY[by_text]))  # now, while it is the person's language
        else:
            messages.warning(request, _("No figures were sent: wait a minute, or sign in another way."))
    return onward("tablet:sign", query="#text" if by_text else "#code")


@on_shift()
@with_person
@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """Finger, code or paper; or the person says why not."""
    if not _ready(draft):
        return redirect("tablet:check")
    way = request.POST.get("way", "") if request.method == "POST" else ""
    with translation.override(person.language):
        forms = forms_of(request.POST, request.FILES, way=way, seen=account.digest(draft))
        form = forms.get(way)
        if form is not None and form.is_valid():
            try:
                _sign(person, draft, way, form)
            except signing.NotSigned as why:
                form.add_error(_field_of(way), str(why))
            except actions.Changed:
                messages.warning(request, _("The account was changed meanwhile. Read it once more, then sign."))
                return onward("tablet:read")
            except (actions.Gone, actions.AlreadySent):
                return onward("tablet:person")
            else:
                return onward("tablet:declare")
        return _ways(request, person, draft, forms, form)


def _field_of(way: str) -> str | None:
    return {"code": "code", "text": "code", "paper": "scan"}.get(way)


def _sign(person: Helping, draft: Draft, way: str, form: SignForm) -> None:
    data = form.cleaned_data
    seen = data["seen"]
    if way == "finger":
        signing.finger(person, draft, picture=data["picture"], seen=seen)
    elif way in ("code", "text"):
        signing.code(person, draft, figures=data["code"], seen=seen, by_text=way == "text")
    elif way == "paper":
        signing.paper(person, draft, scan=data["scan"], seen=seen)
    else:
        signing.refuse(person, draft, why=data["why"], seen=seen)


def _ways(
    request: HttpRequest, person: Helping, draft: Draft, forms: dict[str, SignForm], form: SignForm | None
) -> HttpResponse:
    answers = answers_of(draft)
    context = {
        "ways": forms,
        "form": form,
        "address": answers.typed("contact", "email"),
        "figures_sent": "number" in draft.verification,
        "telephone": phone_codes.number_of(draft),
        "text_sent": "phone" in draft.verification,
        "seen": account.digest(draft),
    }
    return turned(
        request,
        "turned/sign.html",
        context,
        person=person,
        status=422 if form is not None and form.errors else 200,
    )


# --- declared and filed ---


@on_shift()
@with_person
@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """What the person declares, ticked by themselves, and the one button that files."""
    if not account.is_signed(draft):
        return redirect("tablet:sign")
    with translation.override(person.language):
        answers = answers_of(draft)
        if request.method != "POST":
            return _declare(request, person, answers, DeclarationsForm(answers=answers))
        posted = {name: values[-1] for name, values in collect(DeclarationsForm, request.POST).items()}
        form = DeclarationsForm(posted, answers=answers)
        if not form.is_valid():
            return _declare(request, person, answers, form, status=422)
        actor = actor_of(request, person.shift)
        if "anyway" not in request.POST and any(_known(answers, form, actor)):
            return _declare(request, person, answers, form, alike=True, status=409)
        return _file(request, person, draft, answers, form)


def _known(answers: Answers, form: DeclarationsForm, actor: Any) -> tuple[bool, bool]:
    """Whether there are files of the same matter: that there are, and nothing of them."""
    known, elsewhere = reads.duplicates(answers, consents=form.consents(), actor=actor)
    return bool(known), bool(elsewhere)


def _file(
    request: HttpRequest, person: Helping, draft: Draft, answers: Answers, form: DeclarationsForm
) -> HttpResponse:
    actor = actor_of(request, person.shift)
    try:
        done = actions.submit_draft(
            draft=draft, actor=actor, declarations=form.consents(), seen=request.POST.get("seen", "")
        )
    except actions.Unsigned:
        messages.warning(request, _("The account was changed meanwhile. Read it once more, then sign."))
        return onward("tablet:read")
    except (actions.Changed, actions.Unfinished):
        messages.warning(request, _("Something was changed or is missing. Look at it once more, then sign and file."))
        return onward("tablet:check")
    except (actions.Gone, Refused):
        return onward("tablet:person")
    draft.complaint = done.complaint
    helping.look(person, actor=actor, what="filed at a stand")
    hand(request, person)
    return onward("tablet:code")


def _declare(
    request: HttpRequest,
    person: Helping,
    answers: Answers,
    form: DeclarationsForm,
    *,
    alike: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "seen": building.digest(answers.raw),
        "alike": alike,
        "appeal_until": selectors.appeal_warning(answers) if "dates" in answers.raw else None,
        "back": reverse("tablet:sign"),
    }
    return turned(request, "turned/declare.html", context, person=person, status=status)
