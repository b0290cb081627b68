"""Tests, each named after the promise that it holds."""

from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
"""The five sample digests."""
