"""Sealed visits come in pieces, like files (files/pieces.py): what was acknowledged is kept, whatever breaks meanwhile.

Who may send: a registered tablet that was not revoked, for its own shifts and those of other tablets of its delegation (one may
have been registered anew); also when the day is over. Nobody who sends can read what is sent."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.files import pieces
from complaints.outreach.models import Batch, Device, SealedIntake, Shift
from complaints.outreach.models.sealed import MOST_NUMBERS
from complaints.outreach.sealed import taking

LARGEST = 64 * 1024 * 1024  # of an envelope: what one complaint may bring, and the words


class NotOurs(Exception):
    """What comes belongs to no shift that this tablet may send for, or is too large. Says why, for the agent."""


class NoIntake(pieces.NoUpload):
    """No visit with this key is on its way from this tablet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What the tablet says of one envelope before its first piece: how many the batch has, whose shift, which number."""

    key: uuid.UUID
    batch: uuid.UUID
    of: int
    shift: int
    number: int
    size: int


def begin(told: Announced, *, device: Device) -> SealedIntake:
    """The visit that is announced, or the one of this key as far as it has come. Raises NotOurs."""
    shift = _shift(told, device)
    for _attempt in range(2):
        try:
            with transaction.atomic():
                row = SealedIntake.objects.select_for_update().filter(key=told.key).first()
                if row is None:
                    return _create(told, shift, device)
        except IntegrityError:  # two tabs at once
            continue
        break
    if row is None or row.shift_id != shift.pk:
        raise NotOurs(_foreign(told.number))
    if row.standing == SealedIntake.Standing.ARRIVING and row.size != told.size:
        raise NotOurs(_foreign(told.number))
    return taking.take(row) if row.offset == row.size else row


def _shift(told: Announced, device: Device) -> Shift:
    shift = Shift.objects.filter(pk=told.shift, device__unit=device.unit_id).first()
    if shift is None:
        raise NotOurs(_foreign(told.number))
    if not 0 < told.size <= LARGEST or not 0 < told.number <= MOST_NUMBERS:
        raise NotOurs(
            _("No. %(number)s: it is too large to be sent. Show this tablet to the head.") % {"number": told.number}
        )
    return shift


def _foreign(number: int) -> str:
    return _(
        "No. %(number)s: this belongs to another delegation or another day and cannot be sent from here. "
        "Show this tablet to the head."
    ) % {"number": number}  # fmt: skip


def _create(told: Announced, shift: Shift, device: Device) -> SealedIntake:
    batch = _batch(told, shift, device)
    row = SealedIntake.objects.create(
        key=told.key, device=device, shift=shift, batch=batch, number=told.number, size=told.size
    )
    came = batch.sealed.count()
    Batch.objects.filter(pk=batch.pk).update(announced=Greatest(F("announced"), came))
    return row


def _batch(told: Announced, shift: Shift, device: Device) -> Batch:
    """The sending that this is part of. Its key is bound to the device: no tablet adds to another's."""
    key = uuid.uuid5(told.batch, str(device.pk))
    many = max(1, min(told.of, MOST_NUMBERS))
    batch = Batch(key=key, device=device, shift=shift, announced=many, received_at=timezone.now())
    Batch.objects.bulk_create([batch], ignore_conflicts=True)
    return Batch.objects.select_for_update().get(key=key)


def append(*, key: uuid.UUID, device: Device, offset: int, data: bytes) -> SealedIntake:
    """Keeps a piece; the last one has the envelope opened. Raises NoIntake, WrongOffset, TooLong."""
    with transaction.atomic():
        row = _rows(device).select_for_update(of=("self",)).filter(key=key).first()
        if row is None:
            raise NoIntake
        pieces.add(row, offset=offset, data=data)
    return taking.take(row) if row.offset == row.size else row


def state_of(*, key: uuid.UUID, device: Device) -> SealedIntake:
    """How far it is; one that is whole and was not opened, because a process died, is opened now. Raises NoIntake."""
    row = _rows(device).filter(key=key).first()
    if row is None:
        raise NoIntake
    return taking.take(row) if row.offset == row.size else row


def _rows(device: Device) -> QuerySet[SealedIntake]:
    return SealedIntake.objects.filter(shift__device__unit=device.unit_id)
