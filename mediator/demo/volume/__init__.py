"""Believable volume: made-up complaints by the million, through COPY (docs/demo.md).

`fates` says what happens to a case and when, `words` and `people` who writes and what, `rows` turns it into lines of tables,
`run` copies them. The same seed on the same database gives the same cases."""
