"""The guide: one question a page, a result that can be linked, a card to keep; and the public directory (docs/guide.md).

Everything stands in the address and nothing on the server: Back, a second tab and a language switched on the way all work."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.guide import cards, counting, directory, eligibility, notices, reference_data, rules, selectors
from complaints.guide.forms import CountryForm, DirectoryForm, MailForm, QuestionForm
from complaints.guide.questions import QUESTIONS, Answers, known, lengthen
from complaints.guide.rules import Advice, live_rules

PAGE = 20
MAILS_A_NETWORK = 300  # an hour; to one address few (`notices.TooManyMails`)
PDFS_A_NETWORK = 600


def page(view: Any) -> Any:
    """A page for everybody that no cache keeps: the rules may change."""
    return public(never_cache(view))


def with_country(answers: Answers, country: str) -> dict[str, str]:
    """The answers, and the country where it is known."""
    return {**answers, **({"country": country} if country else {})}


def query_of(answers: Answers, country: str = "", **more: str) -> str:
    """Answers as the query of an address."""
    given = {**with_country(answers, country), **more}
    return f"?{urlencode(given)}" if given else ""


def read_answers(request: HttpRequest) -> tuple[Answers, str]:
    """What the address says: the answers that were asked for, and the country."""
    country = selectors.country(request.GET.get("country", "")[:2].upper())
    return known(request.GET.dict()), country.code if country else ""


def look_in(request: HttpRequest) -> dict[str, str]:
    """What the address says of where this look is counted, to go on in further addresses."""
    look = counting.look_of(request)
    return {counting.LOOK: look} if look else {}


def in_order(answers: Answers) -> list[str]:
    """The questions that these answers were given to, in the order in which they are asked."""
    return eligibility.asked(answers, [rule.line for rule in live_rules()])


# --- the guide ---


@page
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """C3: the next question; `change` names one to answer again, `ask` the one just answered."""
    answers, country = read_answers(request)
    asked, change = request.GET.get("ask", ""), request.GET.get("change", "")
    if asked in QUESTIONS and asked not in answers:
        return question(request, asked, answers, country, data=request.GET)
    if asked in QUESTIONS:
        return redirect(reverse("guide:guide") + query_of(answers, country, **look_in(request)))
    if change in QUESTIONS:
        others = {name: code for name, code in answers.items() if name != change}
        return question(request, change, others, country, chosen=answers.get(change, ""))
    name = rules.next_question(answers)
    if name is None:
        kept = known({name: answers[name] for name in in_order(answers)})
        look = look_in(request) or {counting.LOOK: counting.new_look()}
        return redirect(reverse("guide:result") + query_of(kept, country, **look))
    return question(request, name, answers, country)


def question(
    request: HttpRequest, name: str, answers: Answers, country: str, *, data: Any = None, chosen: str = ""
) -> HttpResponse:
    """The page of one question."""
    form = QuestionForm(QUESTIONS[name], data, answers=answers, chosen=chosen)
    before = [asked for asked in in_order(answers) if asked != name]
    look = look_in(request)
    back = reverse("guide:guide") + query_of(answers, country, change=before[-1], **look) if before else "/"
    return render(
        request,
        "guide/question.html",
        {
            "form": form,
            "kept": {**with_country(answers, country), **look},
            "back": back,
            "number": len(before) + 1,
            "total": len(QUESTIONS),
        },
    )


def found_in(request: HttpRequest) -> Advice | None:
    """The result that the address asks for; None while a question is open."""
    answers, country = read_answers(request)
    return None if rules.next_question(answers) else rules.advice(answers, country=country)


def to_questions(request: HttpRequest) -> HttpResponse:
    answers, country = read_answers(request)
    return redirect(reverse("guide:guide") + query_of(answers, country))


def context_of(found: Advice, look: dict[str, str]) -> dict[str, Any]:
    """What the pages of a result show. `look` goes on only where the answers may change, never on what is kept."""
    answers, country = dict(found.answers), found.country.code if found.country else ""
    query = query_of(answers, country)
    asked = in_order(answers)
    return {
        "found": found,
        "texts_in": reference_data.LANGUAGES,
        "heading": cards.heading(found.result),
        "query": query,
        "kept": with_country(answers, country),
        "at_home": country == "MA",
        "country_form": CountryForm(initial={"country": country}),
        "look": look,
        "back": reverse("guide:guide") + query_of(answers, country, change=asked[-1], **look)
        if asked
        else reverse("guide:guide"),
        "lines": [
            {
                "key": QUESTIONS[name].short,
                "value": QUESTIONS[name].choices[answers[name]],
                "change": reverse("guide:guide") + query_of(answers, country, change=name, **look),
            }
            for name in asked
        ],
    }


@page
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """C4: who can help, where, how from there; one may always file."""
    found = found_in(request)
    if found is None:
        return to_questions(request)
    counting.count(request, found)
    return render(request, "guide/result.html", context_of(found, look_in(request)))


@page
@require_safe
def kept(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a result, from a QR code or a mail."""
    answers, country = lengthen(code)
    return redirect(reverse("guide:result") + query_of(answers, country))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """The result to keep: printed, as PDF, or sent to oneself. POST sends it."""
    found = found_in(request)
    if found is None:
        return to_questions(request)
    form = MailForm(request.POST) if request.method == "POST" else MailForm(initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        if not limits.within("guide-mail", limits.network(request), limit=MAILS_A_NETWORK):
            return too_many(request, minutes=60)
        if mailed(request, found, form):
            response = HttpResponseRedirect(request.get_full_path())
            response.status_code = 303
            return response
    status = 422 if form.errors else 200
    return render(request, "guide/card.html", {**context_of(found, {}), "form": form}, status=status)


def mailed(request: HttpRequest, found: Advice, form: MailForm) -> bool:
    """Whether the result goes out; if not, the form says why."""
    data = form.cleaned_data
    try:
        notices.send(found, email=data["email"], key=data["key"] or uuid.uuid4(), language=get_language() or "fr")
    except notices.TooManyMails:
        form.add_error("email", _("We have sent enough messages to this address for now. Print this page instead."))
        return False
    messages.success(request, _("The message is on its way to your e-mail address."))
    return True


@page
@require_safe
def card_pdf(request: HttpRequest) -> HttpResponse:
    """The card as a PDF."""
    found = found_in(request)
    if found is None:
        return to_questions(request)
    if not limits.within("guide-pdf", limits.network(request), limit=PDFS_A_NETWORK):
        return too_many(request)
    response = HttpResponse(cards.card_pdf(found, language=get_language() or "fr"), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="mediator-orientation.pdf"'
    return response


@page
@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The picture of the QR code of a result."""
    found = found_in(request)
    if found is None:
        raise Http404
    return HttpResponse(cards.qr_svg(found), content_type="image/svg+xml")


# --- the directory ---


@page
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Who helps when we cannot: searched in any language."""
    form = DirectoryForm(request.GET)
    asked = form.asked()
    shown = Paginator(directory.search(**asked), PAGE).get_page(request.GET.get("page"))
    context = {"search": form, "page": shown, "asked": any(asked.values()), "texts_in": reference_data.LANGUAGES}
    return render(request, "guide/directory.html", context)


@page
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body of the directory."""
    row = selectors.referral_body(code)
    if row is None:
        raise Http404
    stale = directory.is_stale(row, today=timezone.localdate())
    matters = [QUESTIONS["matter"].choices[name] for name in row.matters if name in QUESTIONS["matter"].choices]
    context = {"body": row, "stale": stale, "matters": matters, "place": selectors.country(row.country)}
    return render(request, "guide/body.html", {**context, "texts_in": reference_data.LANGUAGES})
