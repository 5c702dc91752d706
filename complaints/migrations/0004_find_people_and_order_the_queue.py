import datetime

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("complaints", "0003_find_people_by_email"),
        ("guide", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    models.Func(
                        django.db.models.functions.text.Lower("first_name"),
                        models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                        models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                        function="translate",
                        output_field=models.TextField(),
                    ),
                    models.Func(
                        django.db.models.functions.text.Lower("last_name"),
                        models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                        models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                        function="translate",
                        output_field=models.TextField(),
                    ),
                    models.Func(
                        django.db.models.functions.text.Lower("first_name_ar"),
                        models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                        models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                        function="translate",
                        output_field=models.TextField(),
                    ),
                    models.Func(
                        django.db.models.functions.text.Lower("last_name_ar"),
                        models.Value("àáâãäåçèéêëìíîïñòóôõöùúûüýÿأإآٱىةؤئـًٌٍَُِّْٰ"),
                        models.Value("aaaaaaceeeeiiiinooooouuuuyyاااايهوي"),
                        function="translate",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("due_on", models.Value(datetime.date(9999, 12, 31))),
                models.F("id"),
                condition=models.Q(("closed_at__isnull", True)),
                name="complaint_open_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                models.F("unit"),
                django.db.models.functions.comparison.Coalesce("due_on", models.Value(datetime.date(9999, 12, 31))),
                models.F("id"),
                condition=models.Q(("closed_at__isnull", True)),
                name="complaint_unit_open_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(models.F("unit"), condition=models.Q(("new_reply", True)), name="complaint_new_reply"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(models.F("search"), name="person_search"),
        ),
    ]
