"""The examples of docs/mail.md, by the comment each begins with."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "docs/mail.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> dict[str, str]:
    """Each of that language, by its first comment."""
    found = {}
    for kind, block in _BLOCK.findall(TEXT):
        title = next((line.strip("#; ") for line in block.splitlines() if line.strip().startswith(("# ", "; "))), "")
        if kind == language:
            found[title] = block
    return found


def block(title: str) -> str:
    """That example. KeyError when the guide has it no longer."""
    return (blocks("ini") | blocks("sh") | blocks("dns") | blocks("yaml"))[title]
