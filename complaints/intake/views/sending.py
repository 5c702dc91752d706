"""The end of the form: C21 check, C22 declarations, C23 confirmation and receipt."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.actors import code_holder
from accounts.dates import zone_name
from accounts.language import switched_language
from accounts.middleware import by_button, remember_language
from complaints import opened
from complaints.intake import actions, building, cookies, ease, keeping, selectors
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.ease import EaseForm
from complaints.intake.keeping import KeptForm
from complaints.intake.models import Draft
from complaints.intake.steps import Answers
from complaints.intake.steps.base import collect
from complaints.intake.views.common import allowed, no_draft, page, read_answers, redirect, too_many, with_draft
from complaints.models import Complaint
from complaints.receipts import receipt_pdf
from complaints.sharing.selectors import banner

SENDINGS_A_NETWORK = 400  # an hour: a consulate files for many
OPINIONS_A_NETWORK = 400  # likewise


@with_draft
def check(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """All answers with a way to change each, the declarations, and one button that sends."""
    answers = read_answers(request, draft)
    if request.method != "POST":
        return _show(request, answers, DeclarationsForm(answers=answers))
    if not allowed(request, draft):
        return too_many(request)
    form = DeclarationsForm(_typed(request), answers=answers)
    if language := switched_language(request):
        response = _show(request, answers, DeclarationsForm(_typed(request), answers=answers).hush())
        remember_language(response, language)
        return response
    if "save" in request.POST:
        return redirect("intake:saved")
    if not form.is_valid():
        return _show(request, answers, form, status=422)
    if not limits.within("intake-send", limits.network(request), limit=SENDINGS_A_NETWORK):
        return too_many(request)
    if "anyway" not in request.POST and (known := own_duplicates(request, draft, answers, form)):
        return _duplicate(request, known, form)
    return _send(request, draft, answers, form)


def _send(request: HttpRequest, draft: Draft, answers: Answers, form: DeclarationsForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        actions.submit_draft(draft=draft, actor=request.actor, declarations=form.consents(), seen=seen)
    except actions.Unfinished as unfinished:
        return _show(request, answers, form, unfinished=unfinished.steps, status=422)
    except actions.Changed:
        draft.refresh_from_db()
        return _show(request, read_answers(request, draft), form, changed=True, status=409)
    except actions.Gone:
        return no_draft(request)
    return redirect("intake:sent")


def _duplicate(request: HttpRequest, known: list[Complaint], form: DeclarationsForm) -> HttpResponse:
    """ "You already have a file": add to it, or send all the same, with what was ticked."""
    context = {
        "known": known,
        "open": selectors.open_here(known, opened.actors_of(request)),
        "posted": [(name, form.data[name]) for name in form.fields if form.data.get(name)],
        "seen": request.POST.get("seen", ""),
    }
    return render(request, "intake/duplicate.html", context)


def own_duplicates(request: HttpRequest, draft: Draft, answers: Answers, form: DeclarationsForm) -> list[Complaint]:
    """The files about this very matter that this visitor can prove to be their own; a stranger's are never shown."""
    return selectors.own_duplicates(
        answers,
        consents=form.consents(),
        actor=request.actor,
        known_as=opened.actors_of(request),
        draft=draft,  # type: ignore[attr-defined]
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: values[-1] for name, values in collect(DeclarationsForm, request.POST).items()}


def _show(
    request: HttpRequest,
    answers: Answers,
    form: DeclarationsForm,
    *,
    unfinished: object = (),
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    groups = selectors.summary(answers)
    context = {
        "form": form,
        "draft": answers.draft,
        "groups": groups,
        "unfinished": unfinished
        or [group["step"] for group in groups if not group["ok"] and not group["step"].optional],
        "changed": changed,
        "seen": building.digest(answers.raw),
        "files": list(answers.draft.files.all()) if answers.draft else [],
        "appeal_until": selectors.appeal_warning(answers),
        "back": reverse("intake:files"),
    }
    return render(request, "intake/check.html", context, status=status)


# --- afterwards ---


@page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The confirmation; later, and on Back, the same page without the code: it was sent already."""
    draft = _sent_draft(request)
    return no_draft(request) if draft is None else _confirm(request, draft, keeping.form_of(draft))


def _confirm(
    request: HttpRequest, draft: Draft, form: KeptForm, *, opinion: EaseForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the ways on and one question once the code was kept."""
    complaint = draft.complaint
    if complaint is None:
        raise Http404
    holder = code_holder(complaint.pk)
    request.acting = SimpleLazyObject(partial(banner, holder, complaint))  # type: ignore[attr-defined]
    person = complaint.complainant
    code = selectors.follow_up_code(draft)
    context = {
        "complaint": complaint,
        "person": person,
        "code": code,
        "form": opinion if opinion is not None else form,  # the one that was sent, if one was
        "keep": form,
        "ease": opinion or ease.form_of(draft),
        "kept": bool(draft.code_kept) or not code,
        "told_by_mail": bool(person.email) and person.reachable_by("email"),
        "may_mail": keeping.may_mail(draft),
        "zone": person.time_zone,
        "guessed": person.time_zone == complaint.country.time_zone,  # then it may be the country's alone
        "place": zone_name(person.time_zone) if person.time_zone else "",
        "next": selectors.what_next(complaint.submitted_at),
    }
    return render(request, "intake/sent.html", context, status=status)


@page
@by_button
def kept(request: HttpRequest) -> HttpResponse:
    """ "Go on": the person says how the code was kept, and finds the ways on."""
    draft = _sent_draft(request)
    if draft is None:
        return no_draft(request)
    form = keeping.form_of(draft, request.POST)
    if not form.is_valid():
        return _confirm(request, draft, form, status=422)
    keeping.keep(draft=draft, way=form.cleaned_data["way"])
    return redirect("intake:sent")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def easy(request: HttpRequest) -> HttpResponse:
    """What the person says of the form, once. GET, after a switch of the appearance or a reload, is the confirmation."""
    draft = _sent_draft(request)
    if draft is None:
        return no_draft(request)
    form = ease.form_of(draft, request.POST)
    if request.method != "POST" or form is None:
        return redirect("intake:sent")
    if language := switched_language(request):
        response = _confirm(request, draft, keeping.form_of(draft), opinion=EaseForm(request.POST).hush())
        remember_language(response, language)
        return response
    if not limits.within("intake-ease", limits.network(request), limit=OPINIONS_A_NETWORK):
        return too_many(request)
    if not form.is_valid():
        return _confirm(request, draft, keeping.form_of(draft), opinion=form, status=422)
    data = form.cleaned_data
    ease.say(draft, grade=data["grade"], comment=data["comment"], language=request.LANGUAGE_CODE)
    messages.success(request, _("Thank you. We keep your answer, without your name and your file."))
    return redirect("intake:sent")


@page
@by_button
def mail_code(request: HttpRequest) -> HttpResponse:
    """Number and code to one's own proved address, after the warning that stands at the button."""
    draft = _sent_draft(request)
    if draft is None:
        return no_draft(request)
    if keeping.mail(draft=draft):
        messages.success(request, _("Your number and your code are on their way to your e-mail address."))
    else:
        messages.warning(request, _("We could not send the code. Keep it in another way."))
    return redirect("intake:sent")


@page
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt as PDF; `code=1` with the code, as long as it may be shown: after that the confirmation says so."""
    draft = _sent_draft(request)
    if draft is None:
        raise Http404
    complaint = draft.complaint
    wanted = request.GET.get("code") == "1"
    code = selectors.follow_up_code(draft) if wanted else ""
    if wanted and not code:
        return redirect("intake:sent")
    body = receipt_pdf(complaint, language=request.LANGUAGE_CODE, code=code or None)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{complaint.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page
@by_button
def noted(request: HttpRequest) -> HttpResponse:
    """ "I have noted my code": it is wiped now, not only after half an hour."""
    draft = _sent_draft(request)
    if draft is None:
        return no_draft(request)
    actions.forget_code(draft=draft)
    return redirect("intake:sent")


def _sent_draft(request: HttpRequest) -> Draft | None:
    draft = cookies.find_draft(request)
    return draft if draft is not None and draft.complaint_id else None
