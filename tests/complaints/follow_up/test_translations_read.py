"""Whoever reads neither Arabic nor French reads decisions and requests in their own language (issue 3, the bilingual file)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actors import Actor, code_holder
from complaints.casework import translations
from complaints.models import Complaint
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db


def write_of(case: Complaint, actor: Actor, words: str, translation: str, *, quality: str = "checked") -> None:
    """Puts a Dutch translation beside the text of the case that says `words`."""
    text = next(text for text in translations.texts(case) if text.text == words)
    translations.write_translation(case, actor=actor, text=text, language="nl", quality=quality, words=translation)


def test_a_dutch_speaker_reads_the_decision_and_what_is_asked_in_dutch(
    life: Life, opened: Callable[[Complaint], Client]
) -> None:
    case = transitions.request_information(
        life.in_study(language="nl"), actor=life.handler, items=["Copie du jugement"], text="Il manque une pièce :"
    )
    write_of(case, life.handler, "Il manque une pièce :", "Er ontbreekt een stuk:")
    write_of(case, life.handler, "Copie du jugement", "Kopie van het vonnis", quality="machine")
    client = opened(case)
    for page in (f"/follow/{case.reference}/", f"/follow/{case.reference}/answer/"):
        shown = client.get(page, {"lang": "en"}).content.decode()
        assert '<p class="said" dir="auto" lang="nl">Er ontbreekt een stuk:</p>' in shown
        assert '<p class="said" dir="auto" lang="nl">Kopie van het vonnis</p>' in shown
        assert "Translation by a machine, not checked." in shown
        assert "Translation, checked by a person." in shown
    transitions.declare_inadmissible(
        transitions.receive_information(Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk)),
        actor=life.head, seal=Seal(proposed_by=life.handler.user),
        formal_ground="identity", public_text="Une preuve manque toujours.",
    )  # fmt: skip
    write_of(case, life.head, "Une preuve manque toujours.", "Er ontbreekt nog een bewijs.")
    shown = client.get(f"/follow/{case.reference}/").content.decode()
    assert '<p class="said" dir="auto" lang="nl">Er ontbreekt nog een bewijs.</p>' in shown
