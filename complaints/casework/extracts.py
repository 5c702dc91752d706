"""The extract that goes with a letter: what the complainant agreed to and the handler chose, kept as it went (T8, T10)."""

import json
from collections.abc import Iterable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints import consents
from complaints.casework.models import Extract, Letter
from complaints.consents import Who
from complaints.models import Complaint
from complaints.workflow.errors import Incomplete
from complaints.workflow.table import NEEDS


def keep_extract(letter: Letter, case: Complaint, chosen: Iterable[str]) -> Extract:
    """What goes with this letter about who complains; raises Incomplete for what the complainant does not agree to.

    The words are kept as they stand now: what is corrected or taken back later is not told by it."""
    wanted = [item.value for item in Who if item.value in set(chosen)]
    agreed = consents.of(case)
    held = [str(Who(item).label) for item in wanted if item not in agreed.who]
    held += [document.name for document in letter.attachments.all() if not agreed.may_go(document)]
    if held:
        raise Incomplete(_("The complainant does not want this to go: %(names)s.") % {"names": ", ".join(held)})
    if letter.administration is None:
        raise Incomplete(NEEDS["administration"])
    return Extract.objects.create(
        letter=letter, administration=letter.administration, sent_at=letter.sent_at, items=wanted,
        identity=json.dumps(consents.told(case, wanted), ensure_ascii=False) if wanted else "",
    )  # fmt: skip


def told_before(letter: Letter | None, case: Complaint) -> list[str]:
    """What is told where nobody chose: what the version before told, as far as the complainant still agrees; else the name."""
    extract = extract_of(letter) if letter else None
    agreed = consents.of(case).who
    return [item for item in (extract.items if extract else [Who.NAME.value]) if item in agreed]


def extract_of(letter: Letter) -> Extract | None:
    """A letter of the time before extracts has none."""
    return getattr(letter, "extract", None)


def names(letter: Letter) -> bool:
    """Whether the letter told who complains; one of the time before extracts did where that was allowed."""
    extract = extract_of(letter)
    return extract is None or Who.NAME in extract.items


def identity_of(letter: Letter) -> list[tuple[str | Promise, str]]:
    """What went with the letter about who complains, with labels."""
    extract = extract_of(letter)
    return consents.shown(json.loads(extract.identity)) if extract and extract.identity else []


def mark_opened(letter: Letter, *, by: User) -> None:
    """The administration has read it: the first time counts."""
    Extract.objects.filter(letter=letter, opened_at=None).update(opened_at=timezone.now(), opened_by=by)
