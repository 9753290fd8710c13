"""Which templates WhatsApp has approved: a file in DATA_DIR, written by `satupintu templates`, read by workers."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from forwarder.templates import Template, templates_of
from forwarder.words_rules import Catalogue
from normalizer.schema import Language

FILE = "templates.json"
APPROVED = "approved"
_SID = re.compile(r"HX[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Held:
    """A template at Twilio: `sid` is its ContentSid, `status` WhatsApp's word (unsubmitted, received, pending,
    approved, rejected, paused, disabled), `why` of a rejection."""

    name: str
    sid: str
    status: str
    why: str = ""


class Approvals(Protocol):
    """What a worker asks."""

    def usable(self, kind: str, language: Language) -> tuple[Template, str] | None:
        """The template and its ContentSid, None when WhatsApp has not approved it (any more)."""
        ...


class NoApprovals:
    """A deployment without templates."""

    def usable(self, kind: str, language: Language) -> tuple[Template, str] | None:
        return None


@dataclass(eq=False)
class ApprovedFile:
    """Read again when the file has changed; one that is missing or broken approves nothing."""

    folder: Path
    brand: str
    catalogue: Catalogue = field(repr=False)
    _stamp: tuple[int, int] = (0, 0)
    _held: Mapping[str, Held] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def usable(self, kind: str, language: Language) -> tuple[Template, str] | None:
        held = self.held()
        for template in templates_of(self.brand, self.catalogue):
            one = held.get(template.name)
            if (template.kind, template.language) == (kind, language) and one and one.status == APPROVED:
                return template, one.sid
        return None

    def held(self) -> Mapping[str, Held]:
        """By the template's name."""
        try:
            about = self.path.stat()
            stamp = (about.st_mtime_ns, about.st_size)
            if stamp != self._stamp:
                self._held, self._stamp = _read(self.path), stamp
        except (OSError, ValueError, TypeError, AttributeError):
            self._held, self._stamp = {}, (0, 0)
        return self._held

    def keep(self, held: Sequence[Held]) -> None:
        """Put in the place of the old file in one step: a worker never reads half of one. Raise OSError."""
        text = json.dumps({one.name: asdict(one) for one in held}, indent=1, ensure_ascii=False)
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=self.folder, prefix=f".{FILE}", delete=False, encoding="utf-8"
        ) as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        Path(new.name).replace(self.path)


def _read(path: Path) -> Mapping[str, Held]:
    found = {name: Held(**one) for name, one in json.loads(path.read_text("utf-8")).items()}
    return {name: one for name, one in found.items() if _SID.fullmatch(one.sid)}
