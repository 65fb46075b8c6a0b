"""Ảnh chụp: turned upright, of a size for screens, nothing but its pixels; parts painted over for good."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageDraw, UnidentifiedImageError

LARGEST_SIDE = 2400
THUMBNAIL_SIDE = 320
_FORMATS = ("JPEG", "PNG", "WEBP")
# A JPEG is read at half, a quarter or an eighth of its size; other pictures are opened whole, four
# bytes a pixel, so fewer of their pixels are let in.
_PIXELS = {"JPEG": 80_000_000}
_PIXELS_WHOLE = 30_000_000
# A picture is written again in squares of 16 pixels: what is painted over takes the whole squares, so
# that no shade of a hidden letter stays at the edge.
_SQUARE = 16
NOT_A_PHOTOGRAPH = (
    "Tệp này không phải ảnh chụp mở được (cần .jpg, .png hoặc .webp). "
    "Bác chụp lại bằng máy ảnh của điện thoại rồi chọn ảnh đó."
)
TOO_LARGE = "Ảnh lớn quá. Bác chụp lại ở cỡ ảnh vừa."


# How a picture is turned upright, by the way its camera was held.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip


class UnusablePhotograph(Exception):
    """Raised when a picture cannot be read or painted; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Box:
    """Ô che: a part of a picture, in thousandths of its width and height from the top left corner."""

    left: int
    top: int
    right: int
    bottom: int


def upright(data: bytes) -> bytes:
    """This function will return a photograph as a JPEG for a screen, turned upright, without place,
    camera, thumbnail or comment, whatever its name said it was.

    :raises UnusablePhotograph: it is no photograph, or one so large that it would fill the memory.
    """
    return _written(_opened(data, LARGEST_SIDE), quality=82)


def thumbnail(data: bytes) -> bytes:
    """This function will return a photograph as a small JPEG for a list.

    :raises UnusablePhotograph: it is no photograph, or one so large that it would fill the memory.
    """
    return _written(_opened(data, THUMBNAIL_SIDE), quality=78)


def redact(data: bytes, boxes: Sequence[Box]) -> bytes:
    """This function will return a new picture with the boxes painted black: what was under them is
    in no byte of it.

    :raises UnusablePhotograph: no photograph, no box, or a box that holds nothing.
    """
    if not boxes:
        raise UnusablePhotograph("Chưa che chỗ nào. Đánh dấu ít nhất một ô cần che trên ảnh.")
    picture = _opened(data, LARGEST_SIDE)
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        if not (0 <= box.left < box.right <= 1000 and 0 <= box.top < box.bottom <= 1000):
            raise UnusablePhotograph("Ô che nằm ngoài ảnh hoặc không có diện tích. Đánh dấu lại ô.")
        brush.rectangle(_squares(box, picture.size), fill="black")
    return _written(picture, quality=82)


def _squares(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels of the whole squares that a box touches, the last ones included."""
    width, height = size
    left, top = box.left * width // 1000, box.top * height // 1000
    right, bottom = -(-box.right * width // 1000), -(-box.bottom * height // 1000)
    return (
        left // _SQUARE * _SQUARE,
        top // _SQUARE * _SQUARE,
        -(-right // _SQUARE) * _SQUARE - 1,
        -(-bottom // _SQUARE) * _SQUARE - 1,
    )


def _opened(data: bytes, side: int) -> Image.Image:
    try:
        opened = Image.open(io.BytesIO(data), formats=_FORMATS)
        kind = "JPEG" if opened.format in ("JPEG", "MPO") else str(opened.format)
        # A progressive JPEG keeps all its coefficients in memory, whatever size is asked of it.
        most = _PIXELS_WHOLE * 2 if opened.info.get("progressive") else _PIXELS.get(kind)
        if opened.width * opened.height > (most or _PIXELS_WHOLE):
            raise UnusablePhotograph(TOO_LARGE)
        # Asked for before anything is decoded: the reader then skips what it need not unfold.
        opened.draft("RGB", (side, side))
        picture = opened if opened.mode in ("RGB", "L") else opened.convert("RGB")
        # Made small before it is turned: a turned copy of the large one would be a second large one.
        picture.thumbnail((side, side))
        turned = _TURNS.get(opened.getexif().get(ExifTags.Base.Orientation, 1))
        return (picture.transpose(turned) if turned is not None else picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusablePhotograph(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        raise UnusablePhotograph(NOT_A_PHOTOGRAPH) from None


def _written(picture: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    # A fresh picture of the same pixels: no EXIF, no thumbnail, no comment travels along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
