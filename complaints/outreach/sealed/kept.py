"""How long sealed visits stay (docs/stand-tablet.md)."""

from datetime import timedelta

from django.utils import timezone

from complaints.outreach.models import SealedIntake, SealedPart
from complaints.outreach.sealed import keys

KEPT = timedelta(days=90)  # a tablet may be found again; then what could not be opened goes, and what opens it


def forget_old() -> int:
    """Throws away what never arrived whole, was refused or has a paper that was not taken, and the keys of days so long past."""
    before = timezone.now() - KEPT
    unopened = [SealedIntake.Standing.ARRIVING, SealedIntake.Standing.REFUSED]
    gone, _each = SealedIntake.objects.filter(standing__in=unopened, touched_at__lt=before).delete()
    SealedPart.objects.filter(intake__standing=SealedIntake.Standing.MEND, intake__touched_at__lt=before).delete()
    keys.destroy_old(before=before)
    return gone
