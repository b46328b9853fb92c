"""Small pictures for a report, from the copies that were made for looking at.

Those copies were written by this site and sealed at once, so they are safe to open here.
"""

import base64
from io import BytesIO
from typing import Any

from PIL import Image

# In points, on the page; and pixels for each.
LONGEST_SIDE = 120
SHARPNESS = 1.6
QUALITY = 60


def small_picture(content: bytes, *, alt: str, seen: bool = True) -> dict[str, Any] | None:
    """As the template takes it (report.typ). None where it is no picture. One that is not to be
    seen takes as much room, and is not decoded."""
    try:
        with Image.open(BytesIO(content)) as picture:
            shrunk = min(1.0, LONGEST_SIDE * SHARPNESS / max(picture.size))
            width, height = (max(round(side * shrunk), 1) for side in picture.size)
            data = _drawn(picture, (width, height)) if seen else ""
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return {
        # The one way to hand a picture over as text.
        "svg": (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f"{data}</svg>"
        ),
        "alt": alt,
        "width": width / SHARPNESS,
        "height": height / SHARPNESS,
    }


def _drawn(picture: Image.Image, size: tuple[int, int]) -> str:
    """Nothing where it is damaged: the room for it is kept, so that pages stay as counted."""
    small = BytesIO()
    try:
        picture.convert("RGB").resize(size, reducing_gap=2).save(small, "JPEG", quality=QUALITY)
    except (OSError, ValueError):
        return ""
    data = base64.b64encode(small.getvalue()).decode()
    width, height = size
    return f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/>'
