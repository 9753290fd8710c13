"""The pictures that a scanned letter is made of: https://pikepdf.readthedocs.io/en/latest/topics/images.html"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any


def scans(data: bytes, most: int) -> Iterator[bytes]:
    """Of each of the first `most` pages the largest picture, as JPEG, PNG or TIFF, empty where it cannot be taken out;
    drawn letters are none. Raises any error of pikepdf's for what is no document."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        for page in document.pages[:most]:
            try:
                found = _largest(page)
            except Exception:  # noqa: BLE001 - pikepdf's, zlib's, and whatever a wrong type raises: other pages are whole
                found = b""
            if found is not None:
                yield found


def _largest(page: Any) -> bytes | None:
    import pikepdf

    largest: Any = max(page.images.values(), key=_area, default=None)
    if largest is None:
        return None
    made = BytesIO()
    pikepdf.PdfImage(largest).extract_to(stream=made)
    return made.getvalue()


def _area(image: Any) -> int:
    return int(image.get("/Width", 0)) * int(image.get("/Height", 0))
