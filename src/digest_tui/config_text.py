"""The config file as a text for people: every setting and key with its documentation and its value."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from digest_tui.config import Config, Keys, documented

_EXAMPLES = {"library": "~/Papers", "sync": "~/Sync/digests", "exports": "~/Papers/exports", "theme": "nord"}


def config_text(config: Config, commands: Iterable[tuple[str, Keys, str]]) -> str:
    """The file as it could be: TOML that can be saved as it is and says the same.

    What is not set stands there as a comment. `commands` are ids, usual keys and what each does.
    """
    return "\n".join(_lines(config, commands)) + "\n"


def _lines(config: Config, commands: Iterable[tuple[str, Keys, str]]) -> Iterator[str]:
    yield f"# digest-tui reads {config.file}"
    yield "# A line that begins with # says nothing: where it shows a setting, it is as usual, or an example."
    *settings, (keys, about_keys, _) = documented()
    for name, help_text, kind in settings:
        value = getattr(config.settings, name)
        yield ""
        yield f"# {help_text}"
        yield f"# It is {kind.valid}."
        if value is None or value == "":
            yield f"# {name} = {_toml(_EXAMPLES[name])}"
        else:
            yield f"{'' if name in config.lines else '# '}{name} = {_toml(value)}"
    yield ""
    yield f"# {about_keys}"
    yield f"[{keys}]"
    mapped = config.settings.keys
    for name, usual, help_text in commands:
        yield f"# {help_text}"
        yield f"{name} = {_toml(mapped[name])}" if name in mapped else f"# {name} = {_toml(usual)}"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return _toml(value[0]) if len(value) == 1 else f"[{', '.join(map(_toml, value))}]"
        case Path() | str():
            # JSON escapes what TOML does, except DEL.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    raise TypeError(value)
