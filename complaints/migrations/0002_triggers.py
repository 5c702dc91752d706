from django.db import migrations

# The words before a correction are refused every change but one: when what stands now is erased, they go as well.
CORRECTIONS = """
CREATE FUNCTION complaints_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.before = '' AND NEW.sealed = ''
        AND ROW(NEW.id, NEW.complaint_id, NEW.event_id, NEW.block, NEW.field, NEW.at)
            IS NOT DISTINCT FROM ROW(OLD.id, OLD.complaint_id, OLD.event_id, OLD.block, OLD.field, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was corrected is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER change_is_append_only BEFORE UPDATE OR DELETE ON complaints_change
    FOR EACH ROW EXECUTE FUNCTION complaints_change_is_append_only();
"""

# Accents and Arabic vowels go, and the letters that Arabic writes in several ways become one (knowledge/searching.py).
# Every text is kept by its plain words, and by the stems of each script that it is written in: in Arabic whatever the page's
# language was, in another language where there are Latin letters.
WORDS = r"""
CREATE FUNCTION complaints_folded(body text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT translate(
        lower(regexp_replace(normalize(body, NFKD), '[\u0300-\u036f\u064b-\u065f\u0670]', '', 'g')), 'ىةٱـ', 'يها')
$$;
CREATE FUNCTION complaints_lexemes(language text, body text) RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
    -- Signs part words: left to itself Postgres reads `attestation_2024.pdf` or `IMR-2026/L1` as one word.
    plain text := regexp_replace(complaints_folded(body), '[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e«»‹›،؛؟–—’‘“”…]+', ' ', 'g');
    bare text;
    found tsvector := to_tsvector('simple', plain);
BEGIN
    IF plain ~ '[\u0621-\u064a]{2}' THEN
        -- Without the article and what is joined to it, as guide/folding.py takes it off: the stems leave it on now and then.
        bare := regexp_replace(plain, '(^|\s)([وبكف]?ال|لل)(?=[\u0621-\u064a]{2})', '\1', 'g');
        found := found || to_tsvector('simple', bare) || to_tsvector('arabic', bare);
    END IF;
    IF plain ~ '[a-z]{3}' THEN
        found := found || to_tsvector(
            CASE language WHEN 'en' THEN 'english'::regconfig WHEN 'es' THEN 'spanish'::regconfig
                WHEN 'it' THEN 'italian'::regconfig WHEN 'nl' THEN 'dutch'::regconfig
                WHEN 'de' THEN 'german'::regconfig ELSE 'french'::regconfig END, plain);
    END IF;
    RETURN found;
END $$;
"""

# A trigger, and no call beside each write: texts are written in some thirty places, in bulk and by COPY too, and one that was
# forgotten would be a file that nobody finds. It runs ALWAYS, so that also rows copied in without checks have their words.
WATCH = """
CREATE PROCEDURE complaints_watch_text(kind text, of_table text, of_case text, of_language text, columns text[])
LANGUAGE plpgsql AS $outer$
DECLARE
    body text := (SELECT 'concat_ws('' '', ' || string_agg('NEW.' || quote_ident(each), ', ') || ')' FROM unnest(columns) AS each);
    old_body text := replace(body, 'NEW.', 'OLD.');
    listed text := (SELECT string_agg(quote_ident(each), ', ') FROM unnest(columns) AS each);
    changed text := format('%s IS DISTINCT FROM %s', body, old_body);
    name text := 'complaints_words_of_' || kind;
BEGIN
    EXECUTE format($make$
        CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM complaints_searchtext WHERE kind = %2$L AND row = OLD.id;
                RETURN NULL;
            END IF;
            IF btrim(%3$s) = '' THEN
                IF TG_OP = 'UPDATE' THEN
                    DELETE FROM complaints_searchtext WHERE kind = %2$L AND row = NEW.id;
                END IF;
                RETURN NULL;
            END IF;
            INSERT INTO complaints_searchtext (complaint_id, kind, row, vector)
            VALUES (%4$s, %2$L, NEW.id, complaints_lexemes(%5$s, %3$s))
            ON CONFLICT (kind, row) DO UPDATE SET vector = EXCLUDED.vector, complaint_id = EXCLUDED.complaint_id;
            RETURN NULL;
        END $$
    $make$, name, kind, body, of_case, of_language);
    IF of_case = 'NEW.complaint_id' THEN  -- a text may be moved to another file
        listed := listed || ', complaint_id';
        changed := changed || ' OR NEW.complaint_id IS DISTINCT FROM OLD.complaint_id';
    END IF;
    EXECUTE format('CREATE TRIGGER words_are_found AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()',
        of_table, name);
    EXECUTE format('CREATE TRIGGER words_are_found_anew AFTER UPDATE OF %s ON %I FOR EACH ROW WHEN (%s)'
        ' EXECUTE FUNCTION %I()', listed, of_table, changed, name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER words_are_found', of_table);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER words_are_found_anew', of_table);
    EXECUTE format('INSERT INTO complaints_searchtext (complaint_id, kind, row, vector)'
        ' SELECT %s, %L, id, complaints_lexemes(%s, %s) FROM %I WHERE btrim(%s) <> ''''',
        replace(of_case, 'NEW.', of_table || '.'), kind, replace(of_language, 'NEW.', of_table || '.'),
        replace(body, 'NEW.', of_table || '.'), of_table, replace(body, 'NEW.', of_table || '.'));
END $outer$;
"""
UNWATCH = """
CREATE PROCEDURE complaints_unwatch_text(kind text, of_table text) LANGUAGE plpgsql AS $outer$
BEGIN
    EXECUTE format('DROP TRIGGER words_are_found ON %I', of_table);
    EXECUTE format('DROP TRIGGER words_are_found_anew ON %I', of_table);
    EXECUTE format('DROP FUNCTION %I()', 'complaints_words_of_' || kind);
    EXECUTE format('DELETE FROM complaints_searchtext WHERE kind = %L', kind);
END $outer$;
"""
CASE = "NEW.complaint_id"
BY_SCRIPT = "''"  # nobody kept the language: Latin letters count as French
OWN = "NEW.language"
TEXTS = {
    "facts": ("complaint", "NEW.id", "coalesce(nullif(NEW.text_language, ''), NEW.language)", (
        "reference", "title", "description", "request", "harm", "place", "administration_text", "service", "official",
        "administration_reference", "court_name", "court_case", "urgent_reason",
    )),
    "step": ("priorstep", CASE, BY_SCRIPT, ("body", "reference", "answer")),
    "message": ("message", CASE, OWN, ("text",)),
    "asked": ("informationrequest", CASE, BY_SCRIPT, ("text",)),
    "item": (
        "requesteditem", "(SELECT complaint_id FROM complaints_informationrequest AS asked WHERE asked.id = NEW.request_id)",
        BY_SCRIPT, ("label", "answer"),
    ),
    "answer": ("answer", CASE, BY_SCRIPT, ("text",)),
    "file": ("attachment", CASE, BY_SCRIPT, ("name", "caption")),
    "event": ("event", CASE, BY_SCRIPT, ("public_text", "internal_text")),
    "review": ("review", CASE, OWN, ("text",)),
    "recommendation": ("recommendation", CASE, OWN, ("number", "grounds", "measure", "reply_text", "proof")),
    "translation": ("translation", CASE, OWN, ("text",)),
    "referral": ("referral", CASE, OWN, ("words", "reply")),
}  # fmt: skip


def watch(kind: str) -> migrations.RunSQL:
    """The words of one more text."""
    table, case, language, columns = TEXTS[kind]
    return migrations.RunSQL(
        [
            (
                "CALL complaints_watch_text(%s, %s, %s, %s, %s)",
                [kind, f"complaints_{table}", case, language, list(columns)],
            )
        ],
        [("CALL complaints_unwatch_text(%s, %s)", [kind, f"complaints_{table}"])],
    )


class Migration(migrations.Migration):
    """What the database itself keeps: what may only be added to, and the words by which a file is found."""

    replaces = [
        ("complaints", "0002_history_is_append_only"),
        ("complaints", "0027_search_all_texts_of_a_file"),
        ("complaints", "0030_search_what_other_bodies_say"),
    ]

    dependencies = [("complaints", "0001_schema")]

    operations = [
        # The history of a case is never changed and never deleted, whoever asks (complaints/models/event.py).
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
        ),
        migrations.RunSQL(
            CORRECTIONS,
            "DROP TRIGGER change_is_append_only ON complaints_change; DROP FUNCTION complaints_change_is_append_only();",
        ),
        # One table for the words of every text of a file (complaints/models/searching.py).
        migrations.RunSQL(
            WORDS, "DROP FUNCTION complaints_lexemes(text, text); DROP FUNCTION complaints_folded(text);"
        ),
        migrations.RunSQL(WATCH, "DROP PROCEDURE complaints_watch_text(text, text, text, text, text[])"),
        migrations.RunSQL(UNWATCH, "DROP PROCEDURE complaints_unwatch_text(text, text)"),
        *(watch(kind) for kind in TEXTS),
    ]
