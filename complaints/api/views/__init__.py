"""One file a resource: each view reads a body, calls one thing of the house, and shows what came of it."""
