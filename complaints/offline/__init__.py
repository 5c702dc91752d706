"""e-Wassit: the site as an app on the telephone, which opens and writes without a line (docs/offline.md)."""
