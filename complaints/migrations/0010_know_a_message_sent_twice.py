from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0009_find_files_by_their_copy"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="key",
            field=models.UUIDField(
                editable=False, help_text="The form it came from: sent twice, kept once.", null=True, unique=True
            ),
        ),
    ]
