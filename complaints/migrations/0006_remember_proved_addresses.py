from django.db import migrations, models


class Migration(migrations.Migration):
    """A link that opens a file goes only to an address that its owner proved (complaints/follow_up/views/door.py)."""

    dependencies = [("complaints", "0005_count_by_day")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="email_verified_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="e-mail proved"),
        ),
    ]
