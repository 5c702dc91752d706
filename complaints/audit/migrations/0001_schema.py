import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("audit", "0001_initial"), ("audit", "0002_readings_are_append_only")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("about", models.CharField(max_length=60, verbose_name="about")),
                ("what", models.CharField(max_length=40, verbose_name="what")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["about", "-at"], name="access_about")],
            },
        ),
        # What was read stays written (complaints/audit/models.py).
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION audit_accessentry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the log of readings is append-only' USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER accessentry_is_append_only BEFORE UPDATE OR DELETE ON audit_accessentry
                FOR EACH ROW EXECUTE FUNCTION audit_accessentry_is_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER accessentry_is_append_only ON audit_accessentry;
            DROP FUNCTION audit_accessentry_is_append_only();
            """,
        ),
    ]
