"""A file that was closed without a solution never reads as solved: in no mail, no page, no list, no language (peers 2D)."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from complaints import receipts
from complaints.enums import SETTLED, Outcome, State
from complaints.follow_up import selectors
from complaints.models import Complaint, Event
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SOLVED = {
    "en": r"\b(settled|solved|resolved)\b",
    "fr": r"\b(réglée?s?|résolue?s?|règlement|solution)\b",
    "es": r"\b(resuelt[oa]s?|solucionad[oa]s?|arreglad[oa]s?|solución)\b",
    "ar": r"(تسوية|تسويت|سُوّ|حُلّ|حُلت|تم حل|حلّ)",
    "nl": r"\b(opgelost|geregeld)\b",
    "de": r"\b(gelöst|geregelt|erledigt|beigelegt)\b",
    "it": r"\b(risolt[oaie]|sistemat[oaie])\b",
    "zgh": r"(ⵉⴼⵔⴰ|ⵜⴼⵔⴰ|ⵉⴼⵙⵉ|ⵜⴼⵙⵉ)",
}
PART = {
    "en": "part", "fr": "parti", "es": "parc|parte", "ar": "جزء|جزئي",
    "nl": "deel", "de": "teil", "it": "parz|parte", "zgh": "ⴽⵔⴰ",
}  # fmt: skip
# A sentence that asks, that denies, or that speaks of what may be.
OPEN = re.compile(
    r"[?؟]|\bnot\b|\bn[e’']|\bpas\b|\bno\b|\bIf\b|\bSi\b|لم|إذا|ليس|لا |\bniet\b|\bnicht\b|\bnon\b|ⵓⵔ", re.IGNORECASE
)
UNSOLVED = [outcome for outcome in Outcome if outcome not in (*SETTLED, Outcome.RECOMMENDATION_EXECUTED)]
EVENTS = {
    "close_incomplete": Outcome.NOT_COMPLETED, "orient": Outcome.ORIENTED, "declare_inadmissible": Outcome.INADMISSIBLE,
    "close_unfounded": Outcome.UNFOUNDED, "close_judicial": Outcome.JUDICIAL, "withdraw": Outcome.WITHDRAWN,
    "confirm_closing": Outcome.UNFOUNDED,
}  # fmt: skip
MAILS = (
    "complaint_oriented",
    "complaint_inadmissible",
    "complaint_withdrawn",
    "complaint_review_confirmed",
    "complaint_survey",
)


def claims(text: str, language: str) -> list[str]:
    """The sentences that say, without asking and without a no, that it is solved."""
    sentences = re.split(r"(?<=[.!?؟])\s+|\n", re.sub("[\u2066-\u2069]", "", text))
    return [one for one in sentences if re.search(SOLVED[language], one, re.IGNORECASE) and not OPEN.search(one)]


@pytest.fixture
def written(monkeypatch):
    """`written(kind, language, **facts)` is the mail as it leaves, subject and body."""

    def write(kind: str, language: str, **facts: str) -> str:
        context = {
            "reference": "IMR-2026-7K3M9QX4", "url": f"{settings.SITE_URL}/follow/", "unit": None, "due_on": date(2026, 12, 1),
            "review_until": date(2027, 1, 1), "open_until": date(2027, 1, 1),
            "voice_url": f"{settings.SITE_URL}/follow/voice/x/",
        }  # fmt: skip
        if "outcome" in facts:
            with translation.override(language):
                facts["outcome_label"] = str(Outcome(facts["outcome"]).label)
        envelope = Envelope(address="citizen@example.org", language=language, context={**context, **facts})
        monkeypatch.setitem(registry.KINDS, kind, registry.Kind(kind, lambda _message: envelope))
        mail = outbox.render(OutboxMessage(kind=kind, event="e", recipient="r", language=language, context={}))
        return f"{mail.subject}\n{mail.text}"

    return write


def story(name: str, outcome: str) -> str:
    """What the timeline says of a closing."""
    return str(selectors._title(Event(name=name, data={"outcome": outcome})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_detector_sees_a_solution(language, written):
    """A planted fault: what is settled does read as settled, in the mail, the label and the timeline."""
    with translation.override(language):
        assert claims(str(Outcome.SETTLED_FULL.label), language)
        assert claims(story("settle", Outcome.SETTLED_FULL), language)
    assert claims(written("complaint_closed", language, outcome=Outcome.SETTLED_FULL), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", UNSOLVED)
def test_no_mail_and_no_list_says_so(outcome, language, written):
    assert claims(written("complaint_closed", language, outcome=outcome), language) == []
    with translation.override(language):
        assert claims(Complaint(outcome=outcome).get_outcome_display(), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_mail_and_no_line_of_the_story_says_so(language, written):
    for kind in MAILS:
        assert claims(written(kind, language), language) == []
    with translation.override(language):
        for name, outcome in EVENTS.items():
            assert claims(story(name, outcome), language) == []
        assert claims(str(State.CLOSED.label), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_a_solution_is_called_half(language):
    with translation.override(language):
        for words in (story("settle", Outcome.SETTLED_PARTIAL), str(Outcome.SETTLED_PARTIAL.label)):
            assert re.search(PART[language], words, re.IGNORECASE)
        assert story("settle", Outcome.SETTLED_BY_EXPLANATION) != story("settle", Outcome.SETTLED_FULL)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_of_a_closed_file_says_nothing_of_a_solution(life, language):
    case = life.withdrawn()
    with translation.override(language):
        said = str(receipts.receipt_data(case))
    assert claims(said, language) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_an_account_names_the_outcome(life, client, language):
    case = life.withdrawn(user=life.citizen.user)
    client.force_login(life.citizen.user)
    page = client.get(f"/my-complaints/?lang={language}").text
    with translation.override(language):
        assert str(Outcome.WITHDRAWN.label) in page
    assert case.reference in page
