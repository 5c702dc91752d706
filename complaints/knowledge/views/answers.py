"""C32: the answers, searched by words or looked through by topic; one answer, and whether it was useful."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.forms import clean_text
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.knowledge import actions, bodies, selectors
from complaints.knowledge.access import OPINIONS_A_NETWORK
from complaints.knowledge.forms import LONGEST_SEARCH, UsefulForm
from complaints.knowledge.models import Topic
from complaints.knowledge.selectors import Entry

SEARCHES_A_NETWORK = 6000  # an hour
SEEN_KEY = "useful"  # articles that this session has judged


@public
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The shelves; with `q` what was found; with `topic` one shelf, page by page."""
    words = clean_text(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    topic = request.GET.get("topic", "")
    context: dict[str, object] = {"q": words, "topics": Topic}
    if words:
        if not limits.within("answers-search", limits.network(request), limit=SEARCHES_A_NETWORK):
            return too_many(request)
        return render(request, "knowledge/answers.html", {**context, "found": selectors.search(words)})
    if topic in Topic.values:
        entries, page = selectors.shelf(Topic(topic), request.GET.get("page", "1"))
        return render(
            request, "knowledge/answers.html", {**context, "topic": Topic(topic), "entries": entries, "page": page}
        )
    return render(request, "knowledge/answers.html", {**context, "shelves": selectors.shelves()})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer in the reader's language, or in another with a note. POST: whether it was useful."""
    entry = selectors.entry(slug)
    if entry is None:
        raise Http404
    form = UsefulForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not limits.within("answers-useful", limits.network(request), limit=OPINIONS_A_NETWORK):
            return too_many(request)
        if form.is_valid():
            return _counted(request, entry, form)
    context = {
        "entry": entry,
        "blocks": bodies.parse(entry.text.body),
        "topic": Topic(entry.article.topic),
        "related": selectors.related(entry),
        "form": form,
        "judged": entry.article.pk in request.session.get(SEEN_KEY, []),
    }
    return render(request, "knowledge/article.html", context, status=422 if form.errors else 200)


def _counted(request: HttpRequest, entry: Entry, form: UsefulForm) -> HttpResponse:
    """Back to the answer. One session counts once for an article, however often it presses."""
    judged = request.session.get(SEEN_KEY, [])
    if entry.article.pk not in judged:
        request.session[SEEN_KEY] = [*judged[-99:], entry.article.pk]
        if request.session.session_key is None:
            request.session.save()
        actions.count_opinion(
            entry.text,
            visitor=request.session.session_key or "",  # of two presses at once, the table lets one in
            useful=form.cleaned_data["useful"] == "yes",
            comment=form.cleaned_data["comment"],
        )
    messages.success(request, _("Thank you. Your opinion was counted."))
    return redirect("knowledge:article", slug=entry.article.slug)
