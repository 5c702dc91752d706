"""Template filters and tags of the house, built in everywhere. They show what they are given and ask nothing of the database."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, widgets
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from accounts import dates
from accounts.localized import found_in

register = template.Library()

# Icons that point along the line of reading; they turn round in Arabic (A33). Clocks, ticks and telephones do not.
DIRECTIONAL = frozenset(
    [
        "arrow-right",
        "arrow-left",
        "chevron-right",
        "external-link",
        "log-out",
        "log-in",
        "send",
        "list-filter",
        "rotate-ccw",
    ]
)
# What a control holds decides its direction: numbers and addresses keep theirs, free text follows what is typed (A22, A31).
LEFT_TO_RIGHT = frozenset({"email", "tel", "url", "number", "date", "datetime-local", "time", "password"})


ONE_LINE = 22  # characters: a reference or a telephone number; longer ones, mostly e-mail addresses, may break


@register.filter
def ltr(value: object) -> str:
    """A reference, telephone number, address or amount that keeps its own direction, on one line if short (A31)."""
    style = "ltr" if len(str(value)) <= ONE_LINE else "ltr long"
    return format_html('<bdi dir="ltr" class="{}">{}</bdi>', style, conditional_escape(value))


@register.filter
def colon(label: object) -> str:
    """A label before what it names: `Received:`, and in French `Reçues :` with its no-break space."""
    return f"{label}\u00a0:" if translation.get_language() == "fr" else f"{label}:"


@register.filter
def said(names: dict[str, str]) -> str:
    """A text that is kept in several languages; one from another language says which, so that it is read out in it."""
    code = found_in(names)
    text = names.get(code, "")
    if not text or code == translation.get_language():
        return text
    direction = "rtl" if translation.get_language_info(code)["bidi"] else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction, text)


@register.filter
def isolate(value: object) -> str:
    """A name in a sentence: it keeps its own direction and disturbs no other (A31)."""
    return format_html("<bdi>{}</bdi>", conditional_escape(value))


@register.filter
def in_title(value: object) -> str:
    """A name in the title of a page, where no element can isolate it: the characters of Unicode do (A31)."""
    return f"\u2068{value}\u2069"


@register.filter
def long_date(value: date | datetime | None) -> str:
    """A date in words, in the active language (A35); a time is taken in Rabat."""
    return dates.long_date(value) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """A date in words with its day of the week, in the active language."""
    return dates.long_day(value) if value else ""


@register.filter
def long_month(value: date | None) -> str:
    """A month and its year in words, in the active language (A35)."""
    return dates.long_month(value) if value else ""


@register.filter
def long_time(value: datetime | None, zone: str | None = None) -> str:
    """Date and time in words, in Rabat or in the zone given."""
    return dates.long_time(value, zone) if value else ""


@register.simple_tag
@cache  # a list shows a hundred of them
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "check" %}`: a picture of `static/icons.svg` beside a word; it is hidden from screen readers."""
    flip = " flip" if name in DIRECTIONAL else ""
    return format_html(
        '<svg class="icon{}{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        flip,
        f" {css}" if css else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def badge(state: Any) -> SafeString:
    """`{% badge row.state %}`: what has `text`, `tone` and `icon`, as components/badge.html draws it, but quickly."""
    return format_html('<span class="badge {}">{}{}</span>', state.tone, icon(state.icon), state.text)


@register.simple_tag(takes_context=True)
def control(context: template.Context, field: BoundField, describedby: str = "") -> SafeString:
    """The bare control of any bound field with the class, direction and descriptions that the house promises.

    `describedby` names one more element, as the counter below a long text. On a device that others hold too (`shared_device`)
    the browser proposes nothing that was typed before.
    """
    attrs = control_attrs(field, describedby)
    if context.get("shared_device"):
        attrs["autocomplete"] = "off"
    return field.as_widget(attrs=attrs)


def control_attrs(field: BoundField, describedby: str = "") -> dict[str, Any]:
    """Class by kind, `dir` by content, and the ids of hint, error and counter in that order."""
    widget = field.field.widget
    attrs: dict[str, Any] = {"placeholder": False}  # a label and a hint stay; a placeholder goes when one types
    kind = getattr(widget, "input_type", None)
    css = {"checkbox": "tick", "radio": "tick", "file": "file"}.get(str(kind), "control")
    if not widget.is_hidden:
        attrs["class"] = " ".join(filter(None, [css, widget.attrs.get("class")]))
    if "dir" not in widget.attrs:
        if kind in LEFT_TO_RIGHT:
            attrs["dir"] = "ltr"
        elif kind == "text" or isinstance(widget, widgets.Textarea):
            attrs["dir"] = "auto"
    if describedby and not field.use_fieldset:
        attrs["aria-describedby"] = f"{field.aria_describedby or ''} {describedby}".strip()
    return attrs


@register.filter
def focus_id(field: BoundField) -> str:
    """The id that a link of the error summary leads to: the control, or the first of a group."""
    if field.use_fieldset:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one single tick box, whose label stands beside it."""
    return isinstance(field.field.widget, widgets.CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is a group of choices: radios or tick boxes."""
    return isinstance(field.field.widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple))


@register.filter
def choice_hint(field: BoundField, option: Any) -> str:
    """The line of help under one choice: `field.hints = {"value": _("…")}`; empty when there is none."""
    return getattr(field.field, "hints", {}).get(str(option.data["value"]), "")


@register.filter
def own_tongue(option: Any) -> str:
    """The code of a language that is offered under its own name, so that it is read out in it (WCAG 3.1.2)."""
    code = str(option.data["value"])
    return code if dict(settings.LANGUAGES).get(code) == option.choice_label else ""
