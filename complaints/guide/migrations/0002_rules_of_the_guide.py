import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="referralbody",
            name="abroad",
            field=models.JSONField(default=dict, verbose_name="how to reach it from abroad, by language"),
        ),
        migrations.AddField(
            model_name="referralbody",
            name="address",
            field=models.TextField(blank=True, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="referralbody",
            name="matters",
            field=models.JSONField(
                default=list, help_text="Those of the guide's last question", verbose_name="matters"
            ),
        ),
        migrations.AddField(
            model_name="referralbody",
            name="phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="phone"),
        ),
        migrations.AddField(
            model_name="referralbody",
            name="prepare",
            field=models.JSONField(default=dict, verbose_name="what to prepare, by language"),
        ),
        migrations.CreateModel(
            name="Orientation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("help", "We can help"),
                            ("elsewhere", "Somebody else can help"),
                            ("unsure", "Not sure"),
                        ],
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("X1", "The matter is before a court"),
                            ("X2", "It asks to review a court's final decision"),
                            ("X3", "It belongs to the National Human Rights Council"),
                            ("X4", "It is a dispute between private persons"),
                            ("X5", "It concerns the conduct of judges or the length of proceedings"),
                            ("X6", "It concerns criminal facts or fraud by private persons"),
                            ("X7", "It concerns an administration of the country of residence"),
                            ("X8", "It concerns acts of government, of Parliament, or private relations"),
                            ("X9", "It is a request for a favour, a licence or a job, not a grievance"),
                            ("X10", "It is a request for information or advice"),
                        ],
                        max_length=3,
                        verbose_name="ground",
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("n", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "count of orientations",
                "verbose_name_plural": "counts of orientations",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("day"),
                        models.F("result"),
                        models.F("ground"),
                        models.F("country"),
                        name="orientation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField(default=dict)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=500, verbose_name="position")),
                (
                    "stage",
                    models.CharField(
                        choices=[("draft", "Proposed"), ("live", "In force"), ("off", "Switched off")],
                        default="draft",
                        max_length=5,
                        verbose_name="stage",
                    ),
                ),
                ("pattern", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("help", "We can help"),
                            ("elsewhere", "Somebody else can help"),
                            ("unsure", "Not sure"),
                        ],
                        max_length=9,
                        verbose_name="result",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("X1", "The matter is before a court"),
                            ("X2", "It asks to review a court's final decision"),
                            ("X3", "It belongs to the National Human Rights Council"),
                            ("X4", "It is a dispute between private persons"),
                            ("X5", "It concerns the conduct of judges or the length of proceedings"),
                            ("X6", "It concerns criminal facts or fraud by private persons"),
                            ("X7", "It concerns an administration of the country of residence"),
                            ("X8", "It concerns acts of government, of Parliament, or private relations"),
                            ("X9", "It is a request for a favour, a licence or a job, not a grievance"),
                            ("X10", "It is a request for information or advice"),
                        ],
                        max_length=3,
                        verbose_name="ground",
                    ),
                ),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="who helps")),
                (
                    "by_country",
                    models.BooleanField(default=False, verbose_name="first those of the person's own country"),
                ),
                ("explanation", models.JSONField(default=dict, verbose_name="explanation, by language")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="guide.rule",
                        verbose_name="takes the place of",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the guide",
                "verbose_name_plural": "rules of the guide",
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "elsewhere"), models.Q(("ground", ""), _negated=True)),
                            models.Q(models.Q(("result", "elsewhere"), _negated=True), ("ground", "")),
                            _connector="OR",
                        ),
                        name="rule_elsewhere_has_ground",
                        violation_error_message="A rule that leads elsewhere names its ground (X1 to X10); no other does.",
                    )
                ],
            },
        ),
    ]
