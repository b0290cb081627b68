"""Benchmarks: they measure and print, as ratios to a floor in the same run; they assert nothing."""
