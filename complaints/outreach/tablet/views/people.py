"""One person at the desk: what was done for them. Guide and question are asked by the agent, their results are turned."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import typed
from accounts.middleware import by_button
from complaints.guide import cards, eligibility, rules
from complaints.guide.forms import QuestionForm
from complaints.guide.questions import QUESTIONS, known
from complaints.guide.rules import Advice, live_rules
from complaints.guide.views import query_of, read_answers
from complaints.intake.views.common import redirect as onward
from complaints.knowledge.actions import Asked
from complaints.knowledge.forms import AskForm
from complaints.outreach.models import Helping, Shift
from complaints.outreach.tablet import helping, shifts
from complaints.outreach.tablet.door import keeps_place, lend, on_shift, page, wiped, with_person
from complaints.outreach.tablet.forms import LanguageForm

QUESTION = "tablet-question"  # the name under which a question is kept while it is written


@on_shift()
@with_person
@keeps_place
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The four outcomes; what was begun already leads on. POST: another language."""
    if request.method == "POST":
        form = LanguageForm(request.POST)
        if form.is_valid():
            helping.speak(person, language=form.cleaned_data["language"])
        return onward("tablet:person")
    if helping.is_taken(person):
        return page(request, "outreach/tablet/moved.html", {"person": person}, shift=person.shift)
    if person.question is not None:
        return redirect("tablet:asked")
    if person.draft is not None and person.draft.complaint_id:
        return redirect("tablet:code")
    context = {"person": person, "form": LanguageForm(initial={"language": person.language})}
    return page(request, "outreach/tablet/person.html", context, shift=person.shift)


@on_shift()
@with_person
@by_button
def finish(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The person leaves: the visit is counted, and nothing of theirs stays."""
    answers, _country = read_answers(request)
    found = advice_of(request) if answers else None
    outcome = helping.Outcome.ORIENTED if found is not None else helping.Outcome.LISTENED
    helping.end(person, outcome=outcome, advice=found)
    request.session.flush()
    return wiped(request, onward("tablet:wiped"))


@on_shift()
@with_person
@by_button
def otherwise(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """No complaint after all: what was typed is thrown away, and the person may still be helped in another way."""
    helping.throw_away(person)
    return onward("tablet:person")


@on_shift()
@with_person
@by_button
def nobody(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Begun by mistake: no visit is counted, and a number that was called waits as before."""
    if not helping.never_mind(person):
        return onward("tablet:person")
    request.session.flush()
    return wiped(request, onward("tablet:home"))


@on_shift()
@require_safe
def wiped_page(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """After a visit: the screen says that it is empty, and empties what the browser kept."""
    return wiped(request, page(request, "outreach/tablet/wiped.html", {}, shift=shift))


@on_shift()
@with_person
@require_safe
def answers(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The answers to the questions that many ask, to read together in the person's language."""
    return lend(request, person, redirect("knowledge:answers"))


# --- the guide ---


def _country_of(person: Helping) -> str:
    return person.country.code if person.country is not None else ""


@on_shift()
@with_person
@keeps_place
@require_safe
def guide(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The next question of the guide, in the agent's language; the answers stand in the address and name nobody."""
    answers, country = read_answers(request)
    country = country or _country_of(person)
    asked, change = request.GET.get("ask", ""), request.GET.get("change", "")
    if asked in QUESTIONS and asked not in answers:
        return _question(request, person, asked, answers, country, data=request.GET)
    if change in QUESTIONS:
        others = {name: code for name, code in answers.items() if name != change}
        return _question(request, person, change, others, country, chosen=answers.get(change, ""))
    name = rules.next_question(answers)
    if name is None:
        kept = known({each: answers[each] for each in _in_order(answers)})
        return redirect(reverse("tablet:result") + query_of(kept, country))
    return _question(request, person, name, answers, country)


def _question(
    request: HttpRequest, person: Helping, name: str, answers: dict[str, str], country: str, *, data: Any = None,
    chosen: str = "",
) -> HttpResponse:  # fmt: skip
    form = QuestionForm(QUESTIONS[name], data, answers=answers, chosen=chosen)
    before = [asked for asked in _in_order(answers) if asked != name]
    back = (
        reverse("tablet:guide") + query_of(answers, country, change=before[-1]) if before else reverse("tablet:person")
    )
    context = {
        "form": form,
        "kept": {**answers, **({"country": country} if country else {})},
        "back": back,
        "number": len(before) + 1,
        "total": len(QUESTIONS),
    }
    return page(request, "outreach/tablet/guide.html", context, shift=person.shift)


def _in_order(answers: dict[str, str]) -> list[str]:
    return eligibility.asked(answers, [rule.line for rule in live_rules()])


def advice_of(request: HttpRequest) -> Advice | None:
    """The result that the address asks for; None while a question is open."""
    answers, country = read_answers(request)
    return None if rules.next_question(answers) else rules.advice(answers, country=country)


@on_shift()
@with_person
@keeps_place
@require_safe
def result(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Who can help, for the agent: to be explained, then turned to the person as a card."""
    found = advice_of(request)
    if found is None:
        return redirect("tablet:guide")
    country = found.country.code if found.country else ""
    query = query_of(dict(found.answers), country)
    asked = _in_order(dict(found.answers))
    back = query_of(dict(found.answers), country, change=asked[-1]) if asked else ""
    context = {
        "found": found,
        "heading": cards.heading(found.result),
        "query": query,
        "at_home": country == "MA",
        "back": reverse("tablet:guide") + back,
    }
    return page(request, "outreach/tablet/result.html", context, shift=person.shift)


# --- a question ---


@on_shift(writes=True)
@with_person
@keeps_place
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """A question that is no complaint: written here, answered later. What was typed when the lock fell comes back."""
    if request.method == "POST":
        form = AskForm(request.POST)
        typed.keep(request, QUESTION, form.fields, about=person.pk.hex)
        if shifts.is_locked(person.shift) or "lock" in request.POST:
            shifts.lock(person.shift)
            return onward("tablet:unlock")
        if "later" in request.POST:  # on the way to another page
            return onward("tablet:person")
        if not form.is_valid():
            return onward("tablet:question", query="?check=1")
        data = form.cleaned_data
        asked = Asked(text=data["text"], language=data["language"], email=data["email"], country=data["country"])
        helping.ask(person, asked, key=data["key"])
        typed.forget(request, QUESTION)
        return onward("tablet:person")
    begun = {"key": uuid.uuid4(), "language": person.language, "country": _country_of(person)}
    kept = typed.kept(request, QUESTION, about=person.pk.hex)
    form = AskForm(kept, initial=begun)
    if form.is_bound and "check" not in request.GET:
        form.hush()
    return page(request, "outreach/tablet/question.html", {"form": form, "person": person}, shift=person.shift)
