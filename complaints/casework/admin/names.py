"""Names in four languages as four lines of a form, instead of JSON."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import clean_text

RIGHT_TO_LEFT = frozenset({"ar"})
Languages = Sequence[tuple[str, str]]  # code and own name


class NamesWidget(forms.MultiWidget):
    """One text a language, each with its own label, language and direction."""

    template_name = "casework/names_widget.html"
    use_fieldset = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 1, languages: Languages = settings.LANGUAGES
    ) -> None:
        self.languages = languages
        kind = forms.TextInput if rows == 1 else forms.Textarea
        more = {} if rows == 1 else {"rows": rows}
        widgets = {
            code: kind(
                attrs={"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr", "class": "vTextField", **more}
            )
            for code, _name in languages
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code, _name in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (_code, label) in zip(context["widget"]["subwidgets"], self.languages, strict=True):
            part["label"] = label
        return context


class NamesField(forms.MultiValueField):
    """`{"fr": "…", "ar": "…"}`; languages left empty are left out."""

    def __init__(
        self, *, rows: int = 1, max_length: int = 300, languages: Languages = settings.LANGUAGES, **kwargs: Any
    ) -> None:
        self.languages = languages
        fields = [forms.CharField(required=False, max_length=max_length) for _language in languages]
        kwargs.setdefault("widget", NamesWidget(rows=rows, languages=languages))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        texts = [clean_text(str(text or "")).strip() for text in (value or [])]
        found = {code: text for (code, _name), text in zip(self.languages, texts, strict=False) if text}
        if self.required and not found:
            raise ValidationError(_("Write the name in at least one language, for example in French."))
        if any(len(text) > (field.max_length or 300) for text, field in zip(texts, self.fields, strict=False)):
            raise ValidationError(_("Shorten the text: it is too long for this list."))
        return found

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return self.clean(data_list)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.decompress(initial) != [str(text or "") for text in data or []]
