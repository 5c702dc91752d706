from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

RULES = ("contact_rule", "contact_ways", "contact_from", "contact_until", "no_voice_mail", "neutral_subject")


def both_keep_to_what_was_said(apps: Any, _schema: Any) -> None:
    """Until now one answer held for both."""
    people = apps.get_model("complaints", "Person").objects.filter(complaint=OuterRef("complaint"))
    said = {name: Subquery(people.values(name)[:1]) for name in RULES}
    rows = apps.get_model("complaints", "Representation").objects
    rows.update(**said)
    # Where a mandate was revoked already: the representative's code and, where no other is known, their address go.
    revoked = rows.filter(revoked_at__isnull=False)
    apps.get_model("complaints", "Complaint").objects.filter(representation__in=revoked).update(code_hash="")
    apps.get_model("complaints", "Person").objects.filter(
        complaint__representation__in=revoked.filter(own_email="", own_phone="")
    ).update(email="", phone="", email_verified_at=None, whatsapp=False, preferred_channel="post")


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0015_new_codes_and_requests_about_data"),
    ]

    operations = [
        # Whose mandate was revoked on paper may leave a complainant of whom only the house is known.
        migrations.RemoveConstraint(
            model_name="person",
            name="person_reachable",
        ),
        migrations.AddField(
            model_name="representation",
            name="contact_rule",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Yes, in every way I gave"),
                    ("careful", "Yes, but with care"),
                    ("file_only", "No: I look into my file myself"),
                ],
                default="",
                max_length=9,
                verbose_name="is it safe to write",
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="contact_ways",
            field=models.JSONField(
                blank=True, default=list, help_text="Empty: all.", verbose_name="ways that are safe"
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="contact_from",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from this hour"),
        ),
        migrations.AddField(
            model_name="representation",
            name="contact_until",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="until this hour"),
        ),
        migrations.AddField(
            model_name="representation",
            name="no_voice_mail",
            field=models.BooleanField(default=False, verbose_name="no voice mail"),
        ),
        migrations.AddField(
            model_name="representation",
            name="neutral_subject",
            field=models.BooleanField(default=False, verbose_name="our name is not shown in the list of mails"),
        ),
        migrations.RunPython(both_keep_to_what_was_said, migrations.RunPython.noop),
    ]
