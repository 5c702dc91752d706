"""The shapes of bodies, one file a resource. What a text may be, the house's forms say: here stand names and types alone."""
