"""Digests of every format: one parser a module, and one table that picks the parser by the content."""
