"""Thousands of files like one, so that Postgres has a reason to choose an index."""

from django.db import connection

from complaints.models import Complaint, Person


def crowd(case: Complaint, number: int = 3000) -> None:
    """Copies a file and its person within Postgres, and counts both for the planner."""
    with connection.cursor() as cursor:
        people = ", ".join(_columns(Person))
        cursor.execute(
            f"INSERT INTO complaints_person ({people}) SELECT {people} FROM complaints_person, generate_series(1, %s)"  # noqa: S608
            " WHERE id = %s RETURNING id",
            [number, case.complainant_id],
        )
        keys = [key for (key,) in cursor.fetchall()]
        own = {"reference": "'X' || person", "submission_key": "gen_random_uuid()", "complainant_id": "person"}
        names = _columns(Complaint)
        cursor.execute(
            f"INSERT INTO complaints_complaint ({', '.join(names)}) SELECT {', '.join(own.get(name, name) for name in names)}"  # noqa: S608
            " FROM complaints_complaint, unnest(%s::bigint[]) AS person WHERE id = %s",
            [keys, case.pk],
        )
        cursor.execute("ANALYZE complaints_complaint, complaints_person, complaints_searchtext")


def _columns(model: type[Complaint] | type[Person]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
