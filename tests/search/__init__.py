"""Tests of the filter."""
