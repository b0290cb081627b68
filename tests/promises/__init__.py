"""The library's promises, each shown by breaking things, and by how stock TinyDB fares when the same is done to it."""
