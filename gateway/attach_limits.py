"""How large the files of a complaint may be, and how many: what is over is left out, and its sender is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalizer.mime_files import PREFIX
from normalizer.schema import Attachment, Complaint, Withheld

_MB = 1_048_576
_NAMES_TOLD = 5
_NAME_TOLD = 60


@dataclass(frozen=True, slots=True)
class FileLimits:
    """`size` in bytes, of one file; `count` of one complaint."""

    size: int = 10 * _MB
    count: int = 20

    def applied(self, complaint: Complaint) -> Complaint:
        """With `withheld` on what is over, and a doubt for each reason. Text and everything else stay."""
        attachments = tuple(self._judged(complaint.attachments))
        if attachments == complaint.attachments:
            return complaint
        found = dict.fromkeys(f"attachment-{one.withheld}" for one in attachments if one.withheld)
        return replace(complaint, attachments=attachments, doubts=(*complaint.doubts, *found))

    def _judged(self, attachments: tuple[Attachment, ...]) -> Iterator[Attachment]:
        taken = 0
        for one in attachments:
            if not one.source.startswith(PREFIX) or one.withheld:
                yield one
            elif (one.size or 0) > self.size:
                yield replace(one, withheld=Withheld.TOO_LARGE)
            elif taken >= self.count:
                yield replace(one, withheld=Withheld.TOO_MANY)
            else:
                taken += 1
                yield one


def left_out(*complaints: Complaint, named: bool = True) -> str:
    """`film.mp4 (18 MB), foto-21.jpg`: what the sender of one mail is told was left out; only how many when one of its
    complaints is protected, or when not `named`; "" for nothing."""
    files = (one for complaint in complaints for one in complaint.attachments)
    over = [one for one in files if one.withheld in (Withheld.TOO_LARGE, Withheld.TOO_MANY)]
    if not over or not named or any(complaint.flags for complaint in complaints):
        return str(len(over) or "")
    names = [_told(one) for one in over[:_NAMES_TOLD]]
    more = len(over) - len(names)
    return ", ".join(names) + (f" (+{more})" if more else "")


def _told(one: Attachment) -> str:
    name = one.name if len(one.name) <= _NAME_TOLD else one.name[: _NAME_TOLD - 1] + "…"
    size = f" ({-(-one.size // _MB)} MB)" if one.size and one.withheld is Withheld.TOO_LARGE else ""
    return f"{name}{size}"
