"""Photographs: what is kept of one, and what is painted over for the public."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageDraw

from dongthuan.ground.files import photographs, services
from dongthuan.ground.files.photographs import Box, UnusablePhotograph

NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
# Megabytes that reading one photograph may add to a server that is already running.
MOST_MEMORY = 120


def picture(width: int, height: int) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def taken(width: int = 800, height: int = 500, *, held: int = 1, **options) -> bytes:
    """A JPEG as a telephone writes it: camera, place, how it was held, a comment, a small copy."""
    told = Image.Exif()
    told[0x0112], told[0x010F] = held, "MayAnhMau"
    told.get_ifd(0x8825).update({1: "N", 2: (11.0, 32.0, 53.7), 3: "E", 4: (107.0, 48.0, 21.1)})
    out = io.BytesIO()
    picture(width, height).save(
        out, "JPEG", exif=told, comment=b"nha ba Mau", quality=60, **options
    )
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_nothing_but_pixels_is_left_of_a_photograph():
    raw = taken()
    assert opened(raw).getexif().get_ifd(0x8825) and b"MayAnhMau" in raw
    for data in (photographs.upright(raw), photographs.thumbnail(raw)):
        kept = opened(data)
        assert not kept.getexif() and not {"exif", "comment", "xmp", "icc_profile"} & set(kept.info)
        assert b"MayAnhMau" not in data and b"nha ba Mau" not in data


@pytest.mark.parametrize("held, size", [(1, (800, 500)), (3, (800, 500)), (6, (500, 800)), (8, (500, 800))])  # fmt: skip
def test_a_photograph_is_turned_the_way_its_camera_was_held(held, size):
    kept = opened(photographs.upright(taken(held=held))).convert("L")
    assert kept.size == size
    # The gradient is dark above; where darkness went says how it was turned.
    dark = {1: (400, 5), 3: (400, 495), 6: (495, 400), 8: (5, 400)}[held]
    light = (size[0] - dark[0], size[1] - dark[1])
    assert kept.getpixel(dark) < 60 < 190 < kept.getpixel((min(light[0], size[0] - 1), light[1]))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_forty_megapixels_are_read_in_little_memory(tmp_path):
    raw = taken(8000, 5000, held=6)
    (tmp_path / "anh.jpg").write_bytes(raw)
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path / "anh.jpg")],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    width, height, grown = map(int, measured.stdout.split())
    assert (width, height) == (1500, 2400)
    assert grown < MOST_MEMORY, f"{grown} MB"


_MEASURE = """
import io, pathlib, re, sys
from PIL import Image
from dongthuan.ground.files import photographs
def most():
    # The peak of this very program; `ru_maxrss` would begin with its parent's.
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
data = pathlib.Path(sys.argv[1]).read_bytes()
before = most()
kept = photographs.upright(data)
print(*Image.open(io.BytesIO(kept)).size, (most() - before) // 1024)
"""


def test_a_picture_that_unfolds_beyond_the_memory_is_refused():
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")  # ten kilobytes that unfold to eighty megapixels
    assert len(out.getvalue()) < 20_000
    with pytest.raises(UnusablePhotograph, match="lớn quá"):
        photographs.upright(out.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 khong phai anh", b"\xff\xd8\xff\xe0" + b"\x00" * 400, taken()[:3000]]
)
def test_what_is_no_photograph_or_half_of_one_is_refused_with_the_remedy(data):
    with pytest.raises(UnusablePhotograph, match="chụp lại bằng máy ảnh"):
        photographs.upright(data)


def test_the_name_of_a_file_says_nothing_a_webp_and_a_transparent_png_are_read():
    for kind, mode in (("WEBP", "RGB"), ("PNG", "RGBA"), ("PNG", "P")):
        out = io.BytesIO()
        picture(300, 200).convert(mode).save(out, kind)
        assert opened(photographs.upright(out.getvalue())).format == "JPEG"


def test_what_is_painted_over_is_in_no_byte_of_the_new_picture():
    names = Image.new("RGB", (1000, 600), "white")
    brush = ImageDraw.Draw(names)
    for x in range(200, 400, 4):
        brush.line((x, 120, x, 180), fill="red", width=2)
    brush.rectangle((700, 400, 800, 500), fill="blue")
    out = io.BytesIO()
    names.save(out, "JPEG", quality=95)
    public = opened(photographs.redact(out.getvalue(), [Box(195, 190, 405, 310)])).convert("RGB")
    red = [
        (x, y) for x in range(1000) for y in range(90, 220)
        if (p := public.getpixel((x, y)))[0] > p[1] + 40
    ]  # fmt: skip
    assert not red, red[:5]
    assert public.getpixel((300, 150)) == (0, 0, 0)
    # The rest is as it was.
    assert public.getpixel((750, 450))[2] > 200 and min(public.getpixel((100, 500))) > 240


@pytest.mark.parametrize("boxes, told", [
    ([], "Chưa che chỗ nào"), ([Box(500, 0, 500, 100)], "ngoài ảnh"),
    ([Box(0, 0, 1001, 100)], "ngoài ảnh"), ([Box(-1, 0, 10, 10)], "ngoài ảnh"),
])  # fmt: skip
def test_a_box_that_hides_nothing_is_refused(boxes, told):
    with pytest.raises(UnusablePhotograph, match=told):
        photographs.redact(taken(), boxes)


@pytest.mark.django_db
def test_a_kept_photograph_has_its_small_and_its_public_copy(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    kept = services.keep_photograph(taken(2600, 1000), at=NOW)
    small = services.keep_thumbnail(kept, at=NOW)
    public = services.keep_redacted(kept, [Box(0, 0, 500, 1000)], at=NOW)
    assert len({kept.digest, small.digest, public.digest}) == 3
    assert max(opened(services.content(small)).size) == photographs.THUMBNAIL_SIDE
    assert opened(services.content(public)).getpixel((100, 100)) == (0, 0, 0)
    with pytest.raises(services.UnableToKeep, match="Chưa che"):
        services.keep_redacted(kept, [], at=NOW)
