"""The pages of the form, one module for each part of the way."""
