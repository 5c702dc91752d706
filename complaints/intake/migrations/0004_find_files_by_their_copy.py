from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_remember_when_the_scanner_was_asked"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="draftfile",
            index=models.Index(models.F("copy"), name="draft_file_copy"),
        ),
    ]
