from django.db import migrations


class Migration(migrations.Migration):
    """The history of a case is never changed and never deleted, whoever asks (complaints/models/event.py)."""

    dependencies = [("complaints", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql="""
            CREATE FUNCTION complaints_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the history of a case is append-only' USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON complaints_event
                FOR EACH ROW EXECUTE FUNCTION complaints_event_is_append_only();
            """,
            reverse_sql="""
            DROP TRIGGER event_is_append_only ON complaints_event;
            DROP FUNCTION complaints_event_is_append_only();
            """,
        )
    ]
