"""C30: the complainant's voice, from the link of a mail. Nobody is known here and nothing of the file is shown.

A GET records nothing: mail programs fetch links by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.language import switched_language
from accounts.middleware import public, remember_language
from accounts.refusals import too_many
from complaints.enums import Solved
from complaints.envelopes import again_page
from complaints.follow_up import voices
from complaints.follow_up.forms import FairnessForm
from complaints.follow_up.voices import Ballot, Over

POSTS_A_NETWORK = 600  # answers in an hour: a consulate shares one address
POSTS_A_CLOSING = 30


@public
@never_cache
@require_http_methods(["GET", "POST"])
def voice(request: HttpRequest, token: str) -> HttpResponse:
    """One press says whether the problem is solved; who was sent the survey finds its question below."""
    event = voices.read_link(token)
    if event is None:
        return render(request, "follow_up/voice_over.html", {"reason": "unknown"}, status=410)
    if voices.mailed_to_who_left(token, event):
        return render(request, "follow_up/voice_over.html", {"reason": "left"}, status=410)
    found = voices.ballot(event)
    language = switched_language(request)
    if not found.open:
        return render(request, "follow_up/voice_over.html", {"reason": "over"}, status=410)
    if request.method != "POST" or language:
        response = _show(request, found, _form(request, found, language=bool(language)))
        if language:
            remember_language(response, language)
        return response
    here = limits.within("voice", limits.network(request), limit=POSTS_A_NETWORK)
    if not (limits.within("voice-closing", str(event.pk), limit=POSTS_A_CLOSING) and here):
        return too_many(request, minutes=60)
    return _take(request, found, token)


def _form(request: HttpRequest, found: Ballot, *, language: bool) -> FairnessForm:
    """The survey with what was said before, or with what was typed when only the language is switched."""
    if language:
        typed = {name: request.POST.get(name, "") for name in ("fairness", "comment")}
        return FairnessForm(initial=typed)
    said = found.voice
    return FairnessForm(initial={"fairness": said.fairness, "comment": said.comment} if said else None)


def _take(request: HttpRequest, found: Ballot, token: str) -> HttpResponse:
    here = reverse("follow_up:voice", kwargs={"token": token})
    solved = request.POST.get("solved", "")
    form = FairnessForm(request.POST) if "fair" in request.POST and found.asked else None
    try:
        if solved in Solved.values:
            voices.say(found.event, solved=solved)
        elif form is not None and form.is_valid():
            voices.judge(found.event, **form.cleaned_data)
        elif form is None:  # nothing that this page asks: nobody is thanked for nothing
            return redirect(here)
    except Over:
        return render(request, "follow_up/voice_over.html", {"reason": "over"}, status=410)
    if form is not None and form.errors:
        return _show(request, found, form, status=422)
    return redirect(f"{here}?said=1")


def _show(request: HttpRequest, found: Ballot, form: FairnessForm, *, status: int = 200) -> HttpResponse:
    said = found.voice.solved if found.voice else ""
    context = {
        "form": form,
        "ballot": found,
        "answers": [(value, label, value == said) for value, label in Solved.choices],
        "said": Solved(said).label if said else "",
        "not_solved": said in (Solved.NO, Solved.PARTLY),
        "door": again_page(found.event.complaint) or reverse("follow_up:login"),
        "thanks": "said" in request.GET,
    }
    return render(request, "follow_up/voice.html", context, status=status)
