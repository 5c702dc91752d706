"""A day without a network: what the tablet sealed arrives, is opened, and becomes what it would have been online.

docs/stand-tablet.md says how, docs/adr/0008 why."""
