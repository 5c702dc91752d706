from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_remember_the_question_of_a_draft")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="ease_said",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether the question on the confirmation was answered (ease.py).",
            ),
        ),
        migrations.CreateModel(
            name="Ease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "Very easy"),
                            (4, "Easy"),
                            (3, "Neither easy nor difficult"),
                            (2, "Difficult"),
                            (1, "Very difficult"),
                        ],
                        verbose_name="answer",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1200, verbose_name="comment")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
            ],
            options={
                "verbose_name": "opinion on filing",
                "verbose_name_plural": "opinions on filing",
                "ordering": ["-day", "grade"],
                "indexes": [models.Index("day", name="ease_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("grade__range", (1, 5))), name="ease_is_1_to_5")
                ],
            },
        ),
    ]
