"""Tests of the library's sync."""
