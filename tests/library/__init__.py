"""Tests of the library: real files, and disks that fail."""

from tinydb.table import Document


def document(identity: str, **fields: object) -> Document:
    """A document with a string for its id, which TinyDB's annotations do not know of."""
    return Document(fields, doc_id=identity)  # type: ignore[arg-type]
