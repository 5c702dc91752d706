"""The pages of the body."""
