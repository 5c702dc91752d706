"""The pages of an administration's permanent interlocutor: inbox, answers, calendar, absence (docs/administrations.md)."""
