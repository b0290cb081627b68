"""The filter: text to query, papers to an index, and query and index to hits."""
