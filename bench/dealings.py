"""Letters, answers, referrals and mails beside the made-up files, so that each list of the desk is as long as it can be.

`generate_complaints` leaves these out. Each is one INSERT ... SELECT; a second run fills what was added since."""

import psycopg

FILLS = {
    "letters": """
        INSERT INTO casework_letter (complaint_id, "to", administration_id, recipient, number, version, purpose, language,
            template, subject, body, signed_by, written_by_id, sent_at, way, posted_on, tracking)
        SELECT id, 'administration', administration_id, '', 'IMR-L-' || id, 1, 'first', 'fr', '', title,
            'Madame, Monsieur, la plainte porte sur la parcelle ' || id || '.', '', (SELECT min(id) FROM accounts_user), sent_at,
            CASE WHEN id % 2 = 0 THEN 'post' ELSE 'site' END,
            CASE WHEN id % 2 = 0 AND id % 2000 > 0 THEN sent_at::date END, ''
        FROM complaints_complaint c WHERE sent_at IS NOT NULL AND administration_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM casework_letter l WHERE l.complaint_id = c.id)""",
    "referrals": """
        INSERT INTO complaints_referral (complaint_id, body_id, key, standing, address, language, words, asked_by_id, asked_at,
            agreed_at, agreed_text, agreed_language, identity, contact, story, given, sent_at, ended_at, ended_by, due_on, chased,
            reply)
        SELECT id, (SELECT min(id) FROM guide_referralbody), gen_random_uuid(),
            CASE WHEN id % 10 > 0 THEN 'answered' ELSE 'sent' END, '', 'fr', '', (SELECT min(id) FROM accounts_user),
            c.submitted_at, c.submitted_at, '', '', true, false, true, '', c.submitted_at,
            CASE WHEN id % 10 > 0 THEN c.submitted_at + interval '20 days' END,
            CASE WHEN id % 10 > 0 THEN 'body' ELSE '' END, (c.submitted_at + interval '30 days')::date, 0,
            CASE WHEN id % 10 > 0 THEN 'Fait.' ELSE '' END
        FROM complaints_complaint c WHERE state = 'oriented'
            AND NOT EXISTS (SELECT FROM complaints_referral r WHERE r.complaint_id = c.id)""",
    "answers of interlocutors": """
        INSERT INTO complaints_administrationreply (complaint_id, administration_id, about, letter, key, version, position, text,
            status, begun_by_id, saved_at, sent_by_id, sent_at,
            checked_by_id, checked_at, reason)
        SELECT a.complaint_id, c.administration_id, 'answer', 'IMR-L-' || c.id, gen_random_uuid(), 0, a.position, a.text,
            CASE WHEN a.id % 100 > 0 THEN 'recorded' ELSE 'sent' END, (SELECT min(id) FROM accounts_user), a.recorded_at,
            (SELECT min(id) FROM accounts_user), a.recorded_at,
            CASE WHEN a.id % 100 > 0 THEN (SELECT min(id) FROM accounts_user) END,
            CASE WHEN a.id % 100 > 0 THEN a.recorded_at END, ''
        FROM complaints_answer a JOIN complaints_complaint c ON c.id = a.complaint_id
        WHERE c.administration_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM complaints_administrationreply r WHERE r.complaint_id = c.id)""",
    "mails": """
        INSERT INTO notifications_outboxmessage (kind, event, recipient, channel, about, language, context, sealed, status,
            attempts, sent_at, last_error)
        SELECT 'complaint_received', 'bench:' || id, 'complaint:' || id || ':citizen', 'email', 'complaint:' || id, 'fr', '{}',
            '', CASE WHEN id % 2000 > 0 THEN 'sent' ELSE 'dead' END, 1, CASE WHEN id % 2000 > 0 THEN c.submitted_at END, ''
        FROM complaints_complaint c
        WHERE NOT EXISTS (SELECT FROM notifications_outboxmessage o WHERE o.event = 'bench:' || c.id
            AND o.recipient = 'complaint:' || c.id || ':citizen' AND o.channel = 'email')""",
}


def fill(database: str) -> dict[str, int]:
    """How many rows of each kind were added."""
    with psycopg.connect(database) as connection:
        added = {name: connection.execute(statement).rowcount for name, statement in FILLS.items()}
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    return added
