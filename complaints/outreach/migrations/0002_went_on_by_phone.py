"""Whether a visit goes on with its complaint on the own telephone: it counts as filed once it was filed there."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0009_letters_of_referrals_as_sent"),
        ("guide", "0001_schema"),
        ("knowledge", "0001_schema"),
        ("outreach", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="on_phone",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="`key` is then the draft's: once it was filed, the visit counts so (visits.count_filed).",
                verbose_name="went on with the complaint on the own telephone",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                models.F("key"), condition=models.Q(("complaint", None), ("on_phone", True)), name="visit_on_phone"
            ),
        ),
    ]
