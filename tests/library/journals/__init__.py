"""Tests of the library's journals."""
