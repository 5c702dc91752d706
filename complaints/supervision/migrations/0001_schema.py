import django.db.models.deletion
from django.db import migrations, models

from accounts.schema import together


class Migration(migrations.Migration):
    replaces = [("supervision", "0001_summaries"), ("supervision", "0002_count_answers_by_quality")]

    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="FlowCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grain", models.CharField(choices=[("d", "Day"), ("m", "Month")], max_length=1)),
                ("start", models.DateField(help_text="The day, or the first day of the month, in Rabat.")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.unit"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("closed", "Closed"),
                            ("answered_late", "Answered late"),
                            ("judged", "Answers judged"),
                        ],
                        max_length=14,
                    ),
                ),
                ("dimension", models.CharField(max_length=16)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "count of a day or month",
                "verbose_name_plural": "counts of days and months",
                "indexes": [
                    models.Index(models.F("grain"), models.F("start"), models.F("dimension"), name="flow_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.unit"
                    ),
                ),
                ("dimension", models.CharField(max_length=8)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "count of open files",
                "verbose_name_plural": "counts of open files",
            },
        ),
        migrations.CreateModel(
            name="StockDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.unit"
                    ),
                ),
                ("overdue", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "overdue files of a day",
                "verbose_name_plural": "overdue files by day",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("day"), models.F("unit"), name="stock_day_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refresh",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("settled_event", models.BigIntegerField(help_text="Events up to this one need no second look.")),
                ("days", models.PositiveIntegerField(help_text="Days counted anew; empty: all.", null=True)),
            ],
            options={
                "verbose_name": "counting",
                "verbose_name_plural": "countings",
                "ordering": ["-pk"],
            },
        ),
    ]
    operations = together(operations)
