"""The pages of the desk for what came by another way than the form (docs/channels.md)."""
