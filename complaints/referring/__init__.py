"""Passing a file on to another body, with the complainant's agreement by item and without an account (docs/referrals.md)."""
