"""What the page of a day without a network is made of. It knows nobody: a prepared tablet keeps it in every language."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from complaints import files
from complaints.guide.grounds import Ground
from complaints.guide.selectors import countries
from complaints.inspection.problems import Problem
from complaints.intake.attaching import MOST_FILES, TOO_MANY
from complaints.intake.declarations import NOT_BEFORE_COURTS
from complaints.intake.steps import DESK_STEPS
from complaints.intake.steps.base import posted_names
from complaints.intake.steps.rows import RowsForm
from complaints.offline import form, shell
from complaints.outreach.models import Visit
from complaints.outreach.tablet import shifts

PAPERS = MOST_FILES - 2  # beside them stand the signature and the account that was signed
SIGNED = 2 * 1024 * 1024  # bytes that those two may need
EXTRA = shell.Extra(
    name="stand",
    page="sealed:stand",
    files=(
        "css/stand.css",
        "js/stand.js",
        *(f"js/stand/{name}.js" for name in ("codes", "seal", "shelf", "send", "finger", "turn", "day")),
    ),
    below=("/tablet/",),
)


def context() -> dict[str, Any]:
    """For the page, in the active language."""
    sections = form.sections(DESK_STEPS, plain=frozenset({"subject"}))
    return {
        "sections": sections,
        "required": json.dumps({section.slug: _required(section) for section in sections}),
        "capacities": json.dumps(form.capacities(DESK_STEPS)),
        "outcomes": Visit.Outcome.choices,
        "grounds": Ground.choices,
        "countries": [(row.code, row.name) for row in countries()],
        "languages_of_turns": settings.LANGUAGES,
        # What the agent reads is kept in the desk's languages; elsewhere it falls back, and says in which one it is.
        "agents_language": "" if get_language() in settings.DESK_LANGUAGES else settings.LANGUAGE_CODE,
        "accept": files.ACCEPT,
        "most": files.MAX_FILE,
        "most_files": PAPERS,
        "files_many": TOO_MANY % {"count": PAPERS},
        "most_together": files.MAX_TOTAL - SIGNED,
        "files_together": files.Refused(Problem.TOTAL).message,
        "not_before_courts": NOT_BEFORE_COURTS.text,
        "lock_after": settings.STAND_LOCK_SECONDS,
        "tries": shifts.TRIES,
        "follow": settings.SITE_URL.rstrip("/") + reverse("follow_up:login"),
    }


def _required(section: form.Section) -> list[list[str]]:
    """The questions of a step that must be answered, each by the names under which it is posted: one of them is enough.

    What depends on other answers is judged when it arrives."""
    fields = (section.form.base_fields if isinstance(section.form, RowsForm) else section.form.fields).items()
    return [posted_names(name, field) for name, field in fields if field.required and not field.widget.is_hidden]
