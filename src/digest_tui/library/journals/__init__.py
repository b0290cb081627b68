"""Journals: checksummed append-only files, the TinyDB tables that they add up to, and their only writer."""
