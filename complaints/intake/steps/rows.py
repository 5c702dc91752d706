"""A step whose answers are rows: as many as the person adds, each taken out again without what is typed in the others."""

from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.forms import speak
from complaints.intake.steps.base import Raw, StepForm, posted_names


class RowsForm(StepForm):
    """The fields of row 2 are called `name_2`. A subclass says what a row holds, `most` rows, and what a row cannot miss."""

    rows = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")
    most: ClassVar[int]
    row_fields: ClassVar[tuple[str, ...]]
    needed: ClassVar[tuple[str, ...]]

    @staticmethod
    def row() -> dict[str, forms.Field]:
        """The fields of one row, by name."""
        raise NotImplementedError

    @classmethod
    def count(cls, raw: MultiValueDict, name: str = "rows") -> int:
        """How many rows were posted: 1 to `most`. `name` is what the field is called on a page of several forms."""
        text = raw.get(name, "") or "1"
        return min(max(int(text), 1), cls.most) if text.isascii() and text.isdigit() and len(text) < 5 else 1

    @classmethod
    def names(cls, raw: MultiValueDict) -> set[str]:
        rows, fields = range(cls.count(raw)), cls.row()
        return set(cls.base_fields) | {
            part for name, field in fields.items() for row in rows for part in posted_names(f"{name}_{row}", field)
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = self.count(self.data, self.add_prefix("rows")) if self.is_bound else 1
        for row in range(self.number):
            for name, field in self.row().items():
                speak(field, name)
                field.one_of, field.count = name in self.needed, None  # type: ignore[attr-defined]
                self.fields[f"{name}_{row}"] = field

    @classmethod
    def turned(cls, raw: Raw, *, remove: str | None) -> Raw:
        """The same answers with one row more at the end, or without the row of index `remove`."""
        count = cls.count(MultiValueDict(raw))
        if remove is None:
            return {**raw, "rows": [str(min(count + 1, cls.most))]}
        gone = int(remove) if remove.isascii() and remove.isdigit() and len(remove) < 5 else count
        kept = [row for row in range(count) if row != gone]
        shared = {name: values for name, values in raw.items() if name in cls.base_fields}
        for place, row in enumerate(kept):
            for name, field in cls.row().items():
                old, new = (posted_names(f"{name}_{number}", field) for number in (row, place))
                shared |= {after: raw[before] for before, after in zip(old, new, strict=True) if before in raw}
        return {**shared, "rows": [str(max(len(kept), 1))]}

    @property
    def may_add(self) -> bool:
        """Whether one row more fits."""
        return self.number < self.most
