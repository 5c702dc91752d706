"""The servers of a development machine: an embedded Postgres and Redis with their data under `var/`."""
