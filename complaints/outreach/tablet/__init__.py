"""The shared tablet of a stand: device, day of the agent, four outcomes, hand-over (docs/stand-tablet.md)."""
