"""The library: sightings and actions in TinyDB, and the papers and marks derived from them."""
