"""The reader: a Textual app over a session."""

import os

# Textual gathers what changes and draws it sixty times a second unless told otherwise. A key is to be seen at once.
os.environ.setdefault("TEXTUAL_FPS", "1000")
