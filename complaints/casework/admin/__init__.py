"""The desk's screens inside Django's admin. Its lists register in `CaseworkConfig.ready`."""
