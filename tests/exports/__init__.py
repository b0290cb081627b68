"""What exports promise."""
