"""The parsers on real files: they read a folder and print what came of it; they assert nothing."""
