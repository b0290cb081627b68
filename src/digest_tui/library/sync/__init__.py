"""Sync: journals exchanged with other machines through a folder that any program may carry."""
