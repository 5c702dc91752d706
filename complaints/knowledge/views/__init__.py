"""The pages of the answers and of one's own question. Open to visitors; a question opens by account, code or mailed link."""
