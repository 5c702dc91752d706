from django.db import migrations


class Migration(migrations.Migration):
    """What was read stays written (complaints/audit/models.py)."""

    dependencies = [("audit", "0001_initial")]
    operations = [
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
        )
    ]
