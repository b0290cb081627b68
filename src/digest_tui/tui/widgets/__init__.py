"""Widgets: state comes down by reactives, news goes up as messages."""
