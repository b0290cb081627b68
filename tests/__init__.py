"""Tests, each named after the promise that it holds."""
