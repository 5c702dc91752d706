from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0007_index_open_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="scanned_at",
            field=models.DateTimeField(editable=False, help_text="When the scanner was last asked again.", null=True),
        ),
    ]
