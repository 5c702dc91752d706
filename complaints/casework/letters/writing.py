"""Administrators write the texts of letters: each change is a new version, and says whether it changed in substance."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.forms import HouseForm
from complaints import permissions
from complaints.casework.letters import texts
from complaints.casework.letters.facts import FACTS, VALUES
from complaints.casework.letters.texts import SOURCE, Text
from complaints.casework.models import LetterText
from complaints.workflow.errors import Stale, demand


class TextForm(HouseForm):
    """A text in one language. `slip` is asked of the source alone: its translations then still say the same."""

    recipient = forms.CharField(
        label=_("Name and address"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    subject = forms.CharField(label=_("Subject of the letter"), max_length=300)
    body = forms.CharField(
        label=_("Text of the letter"), max_length=20000, widget=forms.Textarea(attrs={"rows": 24, "dir": "auto"})
    )
    slip = forms.BooleanField(label=_("Only a slip was mended: the translations still say the same"), required=False)

    def __init__(self, *args: Any, language: str, source: Text | None, **kwargs: Any) -> None:
        self.source = source if language != SOURCE else None
        super().__init__(*args, **kwargs)
        # not each line by its first letter: many a paragraph begins with a mark in Latin letters
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        for name in ("recipient", "subject", "body"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction}
        if language != SOURCE:
            del self.fields["slip"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("recipient", "subject", "body"):
            if unknown := sorted(texts.holes(data.get(name, "")) - VALUES.keys()):
                words = _("These names in braces are not known: %(names)s. Take one of the list below.")
                self.add_error(name, words % {"names": ", ".join(unknown)})
            elif re.search("[{}]", texts.HOLE.sub("", data.get(name, ""))):
                self.add_error(name, _("A brace is not closed. Names stand like this: {reference}"))
        if body := data.get("body"):
            self._check_marks(body)
        return data

    def _check_marks(self, body: str) -> None:
        parts = texts.paragraphs(body)
        keys = [part.key for part in parts if part.key]
        if wrong := [part.text[:60] for part in parts if re.match(r"\[\s*(?:[+-]|if\b|unless\b)", part.text)]:
            self.add_error("body", _("This mark cannot be read: %(words)s") % {"words": wrong[0]})
        if unknown := sorted({part.fact for part in parts if part.fact} - FACTS.keys()):
            words = _("These facts are not known: %(names)s. Take one of the list below.")
            self.add_error("body", words % {"names": ", ".join(unknown)})
        if len(keys) != len(set(keys)):
            self.add_error("body", _("Two paragraphs to choose have the same name."))
        if self.source is not None:
            wanted = {part.key for part in self.source.paragraphs() if part.key}
            if different := sorted(wanted ^ set(keys)):
                words = _("The source and this text do not offer the same paragraphs: %(names)s")
                self.add_error("body", words % {"names": ", ".join(different)})


def write_text(*, actor: Actor, purpose: str, language: str, seen: str, given: dict[str, Any]) -> LetterText:
    """The next version of a text. `seen` is the label of the one that stood on the page; raises Stale when it changed.

    In the source language it begins a new edition, unless only a slip was mended; in another it says the present edition
    of the source. Pressed twice, it is kept once."""
    demand(permissions.can_manage_lists(actor))
    before, source = texts.text_of(purpose, language), texts.text_of(purpose, SOURCE)
    if before is not None and before.label != seen and _same(before, given):
        return LetterText.objects.filter(purpose=purpose, language=language).latest("version")
    if (before.label if before else "") != seen:
        raise Stale
    edition = source.edition if source else 1
    if language == SOURCE and before is not None and not given.get("slip"):
        edition += 1
    try:
        with transaction.atomic():
            return LetterText.objects.create(
                purpose=purpose, language=language, version=before.version + 1 if before else 1, edition=edition,
                recipient=given["recipient"], subject=given["subject"], body=given["body"].replace("\r\n", "\n"),
                written_by=actor.someone, written_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError:  # somebody else wrote this version a moment before
        raise Stale from None


def _same(text: Text, given: dict[str, Any]) -> bool:
    words = (given["recipient"], given["subject"], given["body"])
    return not text.shipped and (text.recipient, text.subject, text.body) == tuple(
        one.replace("\r\n", "\n") for one in words
    )


def checked(text: Text) -> None:
    """Raises ValidationError when a text asks for something that no file tells; for the shipped ones."""
    form = TextForm(
        {"recipient": text.recipient, "subject": text.subject, "body": text.body},
        language=text.language,
        source=texts.shipped().get((text.purpose, SOURCE)),
    )
    if not form.is_valid():
        raise ValidationError(form.errors.as_json())
