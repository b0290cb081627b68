"""The filter: text to query, papers to corpus, query and corpus to hits."""
