"""Fields that take what people really type; filing and the pages of a filed case ask with the same ones."""
