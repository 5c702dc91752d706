"""Guards of the tests."""
