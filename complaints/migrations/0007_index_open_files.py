import datetime

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("complaints", "0006_remember_proved_addresses"),
        ("guide", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="complaint",
            name="complaint_queue",
        ),
        migrations.RemoveIndex(
            model_name="complaint",
            name="complaint_unit_queue",
        ),
        migrations.RemoveIndex(
            model_name="complaint",
            name="complaint_handler_queue",
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                models.F("state"),
                models.F("due_on"),
                models.F("id"),
                condition=models.Q(("closed_at__isnull", True)),
                name="complaint_open_state",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                models.F("handler"),
                django.db.models.functions.comparison.Coalesce("due_on", models.Value(datetime.date(9999, 12, 31))),
                models.F("id"),
                condition=models.Q(("closed_at__isnull", True)),
                name="complaint_open_handler",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                models.F("unit"),
                models.F("state"),
                condition=models.Q(("closed_at__isnull", True)),
                name="complaint_unit_open_state",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                models.F("unit"),
                condition=models.Q(("closed_at__isnull", True), ("handler__isnull", True)),
                name="complaint_unassigned",
            ),
        ),
    ]
