"""Mã vuông: an address drawn as a square that a phone's camera reads."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def square(text: str) -> SafeString:
    """This function will draw a text as a QR code: an element of the page, not an image, for the
    policy of the pages allows no image from data.
    """
    drawn = segno.make(text, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))
