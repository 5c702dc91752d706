"""`make bench`: how fast the site is beside the smallest honest Django application (docs/performance.md)."""
