"""C11: the proof of the e-mail address, by six figures; it can be left out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.language import switched_language
from accounts.middleware import remember_language
from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, following
from complaints.intake.steps.base import collect
from complaints.intake.views.common import allowed, may_mail, read_answers, redirect, too_many, with_draft
from complaints.intake.views.steps import show

STEP = STEPS["verify"]


@with_draft
def verify(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """GET offers a code and sends none; POST sends one, checks one, or goes on without."""
    if request.method == "POST":
        return _post(request, draft) if allowed(request, draft) else too_many(request)
    answers = read_answers(request, draft)
    if not answers.cleaned("contact").get("email") or draft.contact_verified_at:
        return redirect("intake:step", slug="contact", query="?check=1" if "contact" in draft.problems else "")
    return show(request, STEP, answers, STEP.form(answers=answers), email=answers.typed("contact", "email"))


def _post(request: HttpRequest, draft: Draft) -> HttpResponse:
    answers = read_answers(request, draft)
    language = switched_language(request)
    if language:
        response = redirect("intake:verify")
        remember_language(response, language)
        return response
    if "save" in request.POST:
        return redirect("intake:saved")
    after = following(STEP, answers)
    if "skip" in request.POST or after is None:
        return redirect("intake:step", slug=after.slug if after else "authority")
    if "send" in request.POST:
        sent = may_mail(request) and actions.send_contact_code(draft=draft)
        return redirect("intake:verify", query="?sent=1" if sent else "?sent=0")
    form = STEP.form(collect_data(request), answers=answers)
    if form.is_valid():
        if actions.verify_contact(draft=draft, code=form.cleaned_data["code"]):
            return redirect("intake:step", slug=after.slug)
        form.add_error(
            "code", _("This is not the code of our last message. Check the six figures, or ask for a new code.")
        )
    return show(request, STEP, answers, form, email=answers.typed("contact", "email"), status=422)


def collect_data(request: HttpRequest) -> dict[str, str]:
    """The posted fields of this form."""
    return {name: values[-1] for name, values in collect(STEP.form, request.POST).items()}
