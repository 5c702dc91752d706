"""The stands: planned by the delegation, announced to everybody, held with one method everywhere (docs/stands.md)."""
