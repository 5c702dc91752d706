import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("complaints", "0016_rules_of_contact_for_each_of_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="share",
            name="by_represented",
            field=models.BooleanField(
                default=False, help_text="Given by the person represented: it does not hang on the mandate."
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="colleague",
            field=models.ForeignKey(
                blank=True,
                help_text="The account here of the person represented, who works for the institution: the file is closed to it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
