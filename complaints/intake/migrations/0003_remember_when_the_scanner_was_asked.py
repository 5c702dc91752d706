from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_codes_of_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftfile",
            name="scanned_at",
            field=models.DateTimeField(editable=False, help_text="When the scanner was last asked again.", null=True),
        ),
    ]
