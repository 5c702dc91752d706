"""Cases to look at and to measure with. It stands above every layer; no layer knows it (docs/demo.md)."""
