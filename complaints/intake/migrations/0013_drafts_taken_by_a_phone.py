from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_codes_given_without_a_network")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="taken_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When the person's own phone took it; from then on it has another code than the tablet showed.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="taken_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="SHA-256 of the token of the browser that took it: its repeat is answered, nobody else's.",
                max_length=64,
            ),
        ),
    ]
