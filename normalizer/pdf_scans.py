"""The pictures that a scanned letter is made of: https://pikepdf.readthedocs.io/en/latest/topics/images.html"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any


def scans(data: bytes, most: int) -> Iterator[bytes]:
    """Of each of the first `most` pages the largest picture, as JPEG, PNG or TIFF; drawn letters are none. Raises any
    error of pikepdf's for what it cannot read."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        for page in document.pages[:most]:
            largest: Any = max(page.images.values(), key=_area, default=None)
            if largest is not None:
                made = BytesIO()
                pikepdf.PdfImage(largest).extract_to(stream=made)
                yield made.getvalue()


def _area(image: Any) -> int:
    return int(image.get("/Width", 0)) * int(image.get("/Height", 0))
