"""Screens: each with its own state and workers."""
