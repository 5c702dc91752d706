"""What comes by post, by mail, at a counter or aloud: complaints typed here, and the mailbox (docs/channels.md)."""
