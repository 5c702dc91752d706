"""The directories: who helps, the institution's units, administrations, subjects, countries."""

from typing import Any

from rest_framework import serializers

from accounts.models import UnitKind
from complaints.api.serializers.fields import Said
from complaints.guide.cards import verified
from complaints.guide.models import Subject as SubjectRow


class Body(serializers.Serializer):
    """Somebody who helps when the institution cannot."""

    code = serializers.CharField()
    name = serializers.CharField()
    how = serializers.CharField(source="way")
    from_abroad = serializers.CharField(source="way_from_abroad")
    prepare = serializers.CharField(source="to_prepare")
    website = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()
    country = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    grounds = serializers.ListField(child=serializers.CharField())
    matters = serializers.ListField(child=serializers.CharField())
    last_verified = serializers.DateField(allow_null=True)
    verified = serializers.SerializerMethodField(help_text="When somebody last looked whether this is right, in words.")

    def get_verified(self, row: Any) -> str:
        return verified(row)


class Unit(serializers.Serializer):
    """A place of the institution."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    name = serializers.CharField()
    seat = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    region = serializers.SerializerMethodField()

    def get_region(self, row: Any) -> str:
        return row.region.code if row.region else ""


class Administration(serializers.Serializer):
    """A body that a complaint may be about."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    part_of = serializers.SerializerMethodField(help_text="The code of the body it belongs to, or empty.")
    region = serializers.SerializerMethodField()

    def get_part_of(self, row: Any) -> str:
        return row.parent.code if row.parent else ""

    def get_region(self, row: Any) -> str:
        return row.region.code if row.region else ""


class Subject(serializers.Serializer):
    """What a complaint may be about."""

    code = serializers.CharField()
    name = serializers.CharField()


class Nature(serializers.Serializer):
    """Subjects of one nature."""

    nature = serializers.ChoiceField(choices=SubjectRow.Nature.choices)
    label = Said()
    subjects = Subject(many=True)


class Subjects(serializers.Serializer):
    """All subjects, under their natures."""

    natures = Nature(many=True)


class Country(serializers.Serializer):
    """A country of residence."""

    code = serializers.CharField()
    name = serializers.CharField()
    calling_code = serializers.CharField()
    time_zone = serializers.CharField()


class Countries(serializers.Serializer):
    """Every country, sorted by its name."""

    countries = Country(many=True)
