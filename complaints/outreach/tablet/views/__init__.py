"""The pages of the tablet: `day` and `people` are the agent's, `writing` too; `turn` and `signing` are the person's."""
