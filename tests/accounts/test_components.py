"""The contracts of the components: ids, descriptions, directions, and forms that keep what a person typed."""

import re
from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from accounts.forms import DateField, HouseForm, clean_text
from accounts.style_guide import Sample


def data(**values):
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted


def field(form, name):
    return render_to_string("components/field.html", {"field": form[name]})


@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_every_control_has_a_label_and_its_descriptions(name):
    html = field(Sample(data(phone="")), name)
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    assert set(re.findall(r'<label for="([^"]+)"', html)) <= ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids


def test_an_error_is_a_word_an_icon_and_a_link():
    form = Sample(data(name=""))
    with translation.override("en"):
        summary = render_to_string("components/error_summary.html", {"form": form})
        fields = "".join(field(form, name) for name in form.fields)
    ids = set(re.findall(r'\sid="([^"]+)"', fields))
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets
    assert set(targets) <= ids
    assert 'role="alert"' in summary
    assert "icons.svg#circle-alert" in fields
    assert 'aria-invalid="true"' in field(form, "name")


@pytest.mark.parametrize(
    ("name", "direction"), [("name", "auto"), ("facts", "auto"), ("phone", "ltr"), ("email", "ltr")]
)
def test_direction_follows_what_the_control_holds(name, direction):
    assert f'dir="{direction}"' in field(Sample(), name)


def test_no_browser_bubbles():
    assert "required" not in field(Sample(), "name").replace("aria-required", "")


def test_what_postgres_cannot_keep_is_left_out():
    form = Sample(data(name="a\x00b\ud800c"))
    form.is_valid()
    assert form.cleaned_data["name"] == "abc"
    assert "abc" in field(form, "name")


@pytest.mark.parametrize(
    "typed", ["\u200b\u200b", " \u00a0\n", "\u2800", "\u3164", "\ufe0f\ufeff", "\u2066\u2069", "\x01\x1b", "\U000e0041"]
)
def test_a_text_that_nobody_can_see_is_no_answer(typed):
    form = Sample(data(name=typed))
    assert form.errors["name"]
    assert form["name"].value() == ""


def test_control_characters_go_and_lines_stay():
    assert clean_text("a\x01b\x1bc\x7fd\x85e\r\nf\tg") == "abcde\r\nf\tg"


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "👨\u200d👩\u200d👧", "\u2066+33\u2069 6", "\u200fأ\u200e", "\u0301", "ⵣ", "."]
)
def test_what_scripts_need_stays(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("typed", ["٠٦١٢٣٤", "۰۶۱۲۳۴", "061234"])
def test_digits_of_every_script_are_read(typed):
    form = Sample(data(phone=typed, name=typed))
    form.is_valid()
    assert form.cleaned_data["phone"] == "061234"
    assert form.cleaned_data["name"] == typed


class TestDate:
    class Form(HouseForm):
        on = DateField(label="On", earliest=date(1900, 1, 1), latest=date(2026, 11, 24))

    def form(self, *parts):
        return self.Form(data(**{f"on_{i}": part for i, part in enumerate(parts)}))

    @pytest.mark.parametrize("parts", [("15", "11", "2025"), (" 15", "١١", "٢٠٢٥")])
    def test_read(self, parts):
        form = self.form(*parts)
        assert form.is_valid()
        assert form.cleaned_data["on"] == date(2025, 11, 15)

    @pytest.mark.parametrize(
        "parts",
        [("31", "2", "2025"), ("15", "", "2025"), ("a", "b", "c"), ("", "", ""), ("1", "1", "3000"), ("1", "1", "1"),
         ("9" * 5000, "1", "2000"), ("²", "1", "2000"), ("1", "1", "99999999999999999999")],
    )  # fmt: skip
    def test_refused_with_an_example(self, parts):
        form = self.form(*parts)
        assert not form.is_valid()
        assert len(form.errors["on"]) == 1
        html = render_to_string("components/field.html", {"field": form["on"]})
        assert html.count("<input") == 3

    def test_kept_as_text_in_a_draft(self):
        html = render_to_string("components/field.html", {"field": self.Form(initial={"on": "2025-11-15"})["on"]})
        assert re.findall(r'value="(\d+)"', html) == ["15", "11", "2025"]

    def test_optional(self):
        class Optional(HouseForm):
            on = DateField(required=False)

        form = Optional(data(on_0="", on_1="", on_2=""))
        assert form.is_valid()
        assert form.cleaned_data["on"] is None


def test_a_form_prefix_changes_nothing():
    class Numbers(HouseForm):
        digit_fields = ("code",)
        code = forms.CharField()

    form = Numbers(data(**{"a-code": "١٢"}), prefix="a")
    assert form.is_valid()
    assert form.cleaned_data["code"] == "12"


@pytest.mark.django_db
class TestLanguageSwitch:
    def test_keeps_what_was_typed_and_speaks_the_other_language(self, client):
        html = client.post("/style-guide/", {"name": "Fatima", "switch_language": "ar"}).content.decode()
        assert '<html lang="ar" dir="rtl"' in html
        assert 'value="Fatima"' in html

    def test_enter_means_go_on(self, client):
        """The first button of a form is the one that Enter presses."""
        html = client.get("/style-guide/").content.decode()
        buttons = re.findall(r'<button[^>]*form="main-form"[^>]*>', html)
        assert "name=" not in buttons[0]
        assert "switch_language" in buttons[1]

    def test_an_unknown_language_changes_nothing(self, client):
        html = client.post("/style-guide/?lang=fr", {"switch_language": "../../etc"}).content.decode()
        assert '<html lang="fr"' in html


def test_the_style_guide_is_for_builders(client, settings):
    settings.MAILBOX = False
    assert client.get("/style-guide/").status_code == 404
