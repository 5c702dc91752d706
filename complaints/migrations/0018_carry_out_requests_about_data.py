from django.db import migrations, models

import accounts.encryption

# The words before a correction are refused every change but one: when what stands now is erased, they go as well.
REFUSE = """
CREATE OR REPLACE FUNCTION complaints_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what the complainant corrected is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
REFUSE_BUT_ERASURE = """
CREATE OR REPLACE FUNCTION complaints_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.before = '' AND NEW.sealed = ''
        AND ROW(NEW.id, NEW.complaint_id, NEW.event_id, NEW.block, NEW.field, NEW.at)
            IS NOT DISTINCT FROM ROW(OLD.id, OLD.complaint_id, OLD.event_id, OLD.block, OLD.field, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was corrected is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0017_who_gave_a_share_and_who_works_here"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="change",
            options={"ordering": ["at", "id"], "verbose_name": "correction", "verbose_name_plural": "corrections"},
        ),
        migrations.AlterField(
            model_name="change",
            name="block",
            field=models.CharField(
                choices=[
                    ("contact", "Contact details"),
                    ("email", "E-mail address"),
                    ("facts", "Facts"),
                    ("person", "Complainant"),
                ],
                max_length=8,
                verbose_name="part",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased"),
        ),
        migrations.AddField(
            model_name="message",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased"),
        ),
        migrations.AddField(
            model_name="change",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased"),
        ),
        migrations.AddField(
            model_name="change",
            name="sealed",
            field=accounts.encryption.EncryptedTextField(
                blank=True, db_default="", purpose="change.id_number", verbose_name="before"
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="other_way",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="How it was carried out, when neither correction nor erasure at the desk did it.",
                max_length=2000,
                verbose_name="done in another way",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("field", "id_number"), _negated=True) | models.Q(("before", "")),
                name="change_seals_identity_numbers",
            ),
        ),
        migrations.RunSQL(sql=REFUSE_BUT_ERASURE, reverse_sql=REFUSE),
    ]
