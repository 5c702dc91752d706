"""Against whom and about what: C12 administration, C13 subject."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from complaints.asking.fields import ListedField, TextField
from complaints.guide import selectors as guide
from complaints.guide.folding import words
from complaints.guide.models import Administration
from complaints.intake import choices
from complaints.intake.steps.base import Line, StepForm

UNKNOWN = "unknown"
HELP = "help"
SHORTEST_SEARCH = 2
MOST_FOUND = 8
MOST_RANKED = 200


class AuthorityForm(StepForm):
    """A body found by search or in the whole list, or the person's own words."""

    q = TextField(label=_("Search for the administration"), longest=100, required=False, attrs={"autocomplete": "off"})
    administration = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    administration_list = ListedField(
        label=_("All administrations"), find=guide.administration, choices=choices.administrations, required=False
    )
    administration_text = TextField(
        label=_("Describe it in your own words"),
        help_text=_("For example: the office that issues birth records in my village."),
        longest=200,
        required=False,
    )
    region = ListedField(
        label=_("Region of the office"),
        find=guide.region,
        choices=choices.regions,
        help_text=_("Needed for bodies with offices in each region, such as communes and prefectures."),
        required=False,
    )
    service = TextField(label=_("Service or office"), longest=200, required=False)
    official = TextField(label=_("Name of the official, if you know it"), longest=200, required=False)
    administration_reference = TextField(
        label=_("Your file number there"), longest=100, required=False, attrs={"dir": "ltr"}
    )
    folded = ((_("More about the office"), ("service", "official", "administration_reference")),)
    ltr = ("administration_reference",)
    one_of = ("q", "administration_list", "administration_text", "region")
    asked_in_ways = ("q", "administration_list", "administration_text")

    @cached_property
    def chosen(self) -> str:
        """The code chosen: a search result first, then the list."""
        picked = self["administration"].value() or ""
        return picked if picked and picked != "list" else (self["administration_list"].value() or "")

    @cached_property
    def matches(self) -> list[Administration]:
        """All that the search finds: the consulates of one's own country first, of these and of the others one's own city."""
        text = (self["q"].value() or "").strip()
        rows = guide.search_administrations(text, limit=MOST_RANKED) if len(text) >= SHORTEST_SEARCH else []
        home = self.answers.home
        near = f"consulat-{self.answers.typed(home, 'country').lower()}-"
        city = set(words(self.answers.typed(home, "city")[:100]))

        def far(row: Administration) -> tuple[bool, bool]:
            names = words(" ".join([*row.names.values(), row.search_words]))
            return not row.code.startswith(near), not city or not city <= set(names)

        return sorted(rows, key=far)

    @cached_property
    def found(self) -> list[Administration]:
        """What the page shows of it, the body already chosen first."""
        rows = self.matches[:MOST_FOUND]
        if self.chosen and self.chosen != UNKNOWN and self.chosen not in {row.code for row in rows}:
            rows = [*filter(None, [guide.administration(self.chosen[:60])]), *rows]
        return rows

    @property
    def has_more(self) -> bool:
        """Whether the page shows only the first of what the search finds."""
        return len(self.matches) > MOST_FOUND

    @property
    def only_searched(self) -> bool:
        """Words to search and nothing chosen or described: Enter was pressed in the search box."""
        return self.searched and not self.chosen and not self["administration_text"].value()

    @property
    def searched(self) -> bool:
        return len((self["q"].value() or "").strip()) >= SHORTEST_SEARCH

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = self.chosen
        data["administration"] = None
        if code == UNKNOWN or not code:
            if not data.get("administration_text") and "administration_text" not in self.errors:
                self.add_error(*self._missing(code))
            return data
        data["administration_text"] = ""
        body = data.get("administration_list") or guide.administration(code[:60])
        if body and body.code != code:
            body = guide.administration(code[:60])
        if body is None:
            self.add_error("q", _("Choose an administration of the list, or describe it in your own words."))
        elif body.local and not data.get("region") and "region" not in self.errors:
            self.add_error("region", _("Choose the region of this office, so that your file reaches the right people."))
        data["administration"] = body
        return data

    @staticmethod
    def _missing(code: str) -> tuple[str, Any]:
        if code == UNKNOWN:
            return "administration_text", _("Describe the administration, for example: the tax office in Nador.")
        return "q", _("Search for the administration and choose it, or describe it in your own words.")

    def lines(self) -> Any:
        body = self.cleaned_data["administration"]
        yield Line(_("Administration"), body.name if body else self.cleaned_data["administration_text"])
        for line in super().lines():
            if line.label not in {self.fields[name].label for name in self.asked_in_ways if name in self.fields}:
                yield line


class SubjectForm(StepForm):
    """Nature and theme in one list of radios folded by nature, or "help me choose"."""

    subject = ListedField(
        label=_("What is it about?"),
        find=lambda code: HELP if code == HELP else guide.subject(code),
        choices=lambda: [*choices.subjects(), (HELP, _("Help me choose"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a subject, or “Help me choose”.")},
    )

    def groups(self) -> list[dict[str, Any]]:
        """The radios by nature; the group of the answer is open."""
        groups, number, chosen = [], 0, self["subject"].value()
        for label, rows in choices.subjects():
            entries = []
            for code, name in rows:
                number += 1  # number 0 is "help me choose", where the error summary leads
                entries.append((code, name, f"id_subject_{number}"))
            groups.append({"label": label, "rows": entries, "open": chosen in {code for code, _name in rows}})
        return groups

    def shown(self, name: str) -> str:
        subject = self.cleaned_data["subject"]
        return str(_("Help me choose")) if subject == HELP else f"{subject.get_nature_display()} · {subject.name}"
