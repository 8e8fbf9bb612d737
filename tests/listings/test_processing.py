import hashlib
import subprocess
import sys
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageDraw

from marketplace.foundation.errors import Invalid, Refusal, TooLarge
from marketplace.listings.processing import MAX_BYTES, WIDTHS, process_photo
from marketplace.wording.files import REFUSALS
from tests.listings.pictures import (
    BLUE,
    RED,
    chunk,
    drawn,
    exif,
    jpeg_claiming,
    png_claiming,
    saved,
    webp_claiming,
)

pytestmark = pytest.mark.once


def opened(size):
    picture = Image.open(BytesIO(size.content))
    picture.load()
    return picture


def near(pixel, colour, by=12):
    return all(abs(found - wanted) <= by for found, wanted in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_becomes_three_webp_sizes_in_its_own_shape(kind):
    data = saved(drawn(2400, 1800), kind)
    photo = process_photo(data)
    assert [(size.width, size.height) for size in photo.sizes] == [(400, 300), (800, 600), (1600, 1200)]
    assert photo.digest == hashlib.sha256(data).hexdigest()
    for size in photo.sizes:
        picture = opened(size)
        assert (picture.format, picture.mode, picture.size) == ("WEBP", "RGB", (size.width, size.height))
        assert near(picture.getpixel((5, 5)), RED)
        assert near(picture.getpixel((size.width - 5, 5)), BLUE)


def test_a_tall_picture_is_measured_by_its_height():
    assert [(size.width, size.height) for size in process_photo(saved(drawn(900, 2000), "JPEG")).sizes] == [
        (180, 400),
        (360, 800),
        (720, 1600),
    ]


def test_a_small_picture_is_not_enlarged():
    assert [(size.width, size.height) for size in process_photo(saved(drawn(500, 100), "PNG")).sizes] == [
        (400, 80),
        (500, 100),
        (500, 100),
    ]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_is_turned_upright(kind, orientation):
    upright = drawn(300, 200)
    ImageDraw.Draw(upright).rectangle((0, 0, 149, 99), fill=(30, 200, 30))
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(inverse[orientation])) if orientation > 1 else upright
    [*_, large] = process_photo(saved(stored, kind, exif=exif(orientation))).sizes
    picture = opened(large)
    assert picture.size == (300, 200)
    assert near(picture.getpixel((10, 10)), (30, 200, 30), by=40)
    assert near(picture.getpixel((10, 190)), RED, by=40)
    assert near(picture.getpixel((290, 10)), BLUE, by=40)


def test_a_heic_that_lies_on_its_side_is_turned_upright():
    large = process_photo(saved(drawn(300, 200), "HEIF", exif=exif(6).tobytes())).large
    assert near(opened(large).getpixel((large.width // 2, 5)), RED, by=40)
    assert (large.width, large.height) == (200, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_but_the_picture_is_kept(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {} if kind == "HEIF" else {"icc_profile": profile}
    data = saved(drawn(), kind, exif=exif(1).tobytes(), **more)
    assert b"Secret camera" in data
    for size in process_photo(data).sizes:
        picture = opened(size)
        assert b"Secret camera" not in size.content
        assert not {"exif", "icc_profile", "xmp"} & set(picture.info)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "PNG"),
        ("1", "PNG"),
        ("P", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "PNG"),
        ("RGBA", "WEBP"),
        ("I;16", "PNG"),
        ("RGBA", "HEIF"),
    ],
)
def test_every_kind_of_colour_becomes_rgb(mode, kind):
    picture = Image.new("I;16", (640, 480), 51400) if mode == "I;16" else drawn(mode=mode)
    small = opened(process_photo(saved(picture, kind)).small)
    assert small.mode == "RGB"
    if mode == "I;16":
        assert near(small.getpixel((5, 5)), (200, 200, 200))
    elif mode in ("RGBA", "P", "CMYK"):
        assert near(small.getpixel((5, 5)), RED, by=40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind):
    picture = drawn(mode="RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    assert near(opened(process_photo(saved(picture, kind)).small).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L"])
def test_a_large_picture_keeps_its_shape_and_colours(mode):
    large = opened(process_photo(saved(drawn(6601, 3301, mode), "PNG", compress_level=1)).large)
    assert large.size == (1600, 800)
    assert near(large.getpixel((400, 795)), (72, 72, 72) if mode == "L" else RED, by=20)
    assert near(large.getpixel((1200, 5)), (45, 45, 45) if mode == "L" else BLUE, by=20)


def test_a_palette_with_transparency_becomes_white():
    picture = drawn(mode="P")
    picture.info["transparency"] = bytes(256)
    assert near(opened(process_photo(saved(picture, "PNG")).small).getpixel((5, 5)), (255, 255, 255))


def test_an_animation_shows_its_first_frame():
    frames = [Image.new("RGB", (200, 200), colour) for colour in (RED, BLUE)]
    for kind in ("WEBP", "PNG"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(opened(process_photo(data).small).getpixel((5, 5)), RED)


def test_colours_of_another_profile_are_changed_and_a_senseless_profile_is_left_out():
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (wide, b"nonsense"):
        photo = process_photo(saved(drawn(), "JPEG", icc_profile=profile))
        assert near(opened(photo.small).getpixel((5, 5)), RED)


EXE = b"MZ\x90\x00" + bytes(500)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><script>alert(1)</script></svg>'
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
REFUSED = {
    "nothing": (b"", "photo-empty"),
    "a renamed exe": (EXE, "photo-not-an-image"),
    "an svg": (SVG, "photo-not-an-image"),
    "a gif": (saved(drawn(), "GIF"), "photo-not-an-image"),
    "a tiff": (saved(drawn(), "TIFF"), "photo-not-an-image"),
    "a bmp": (saved(drawn(), "BMP"), "photo-not-an-image"),
    "a pdf": (b"%PDF-1.7\n", "photo-not-an-image"),
    "a film": (b"\x00\x00\x00\x18ftypisom" + bytes(100), "photo-not-an-image"),
    "text": (b"Kontorstol", "photo-not-an-image"),
    "one byte": (b"\xff", "photo-not-an-image"),
    "an exe that begins as jpeg": (b"\xff\xd8\xff\xe0" + EXE, "photo-truncated"),
    "an exe that begins as png": (PNG_HEAD + EXE, "photo-truncated"),
    "a zip that begins as png": (PNG_HEAD + b"PK\x03\x04" + bytes(100), "photo-truncated"),
    "an exe that begins as webp": (b"RIFF\x10\x02\x00\x00WEBP" + bytes(520), "photo-truncated"),
    "an exe that begins as heic": (b"\x00\x00\x00\x18ftypheic" + EXE, "photo-truncated"),
    "only the beginning of a jpeg": (b"\xff\xd8\xff", "photo-truncated"),
    "only the beginning of a png": (PNG_HEAD, "photo-truncated"),
    "a jpeg of many scans": (saved(drawn(), "JPEG")[:-2] + b"\xff\xda\x00\x02" * 200 + b"\xff\xd9", "photo-truncated"),
    "a hundred megapixels of png": (png_claiming(10_000, 10_000), "photo-too-many-pixels"),
    "a gigapixel of png": (png_claiming(60_000, 60_000), "photo-too-many-pixels"),
    "a hundred megapixels of jpeg": (jpeg_claiming(10_000, 10_000), "photo-too-many-pixels"),
    "a hundred megapixels of webp": (webp_claiming(10_000, 10_000), "photo-too-many-pixels"),
    "one pixel": (saved(drawn(1, 1), "PNG"), "photo-too-small"),
    "a stamp": (saved(drawn(31, 31), "JPEG"), "photo-too-small"),
    "a line": (png_claiming(1, 20_000), "photo-too-narrow"),
    "a strip": (saved(drawn(1000, 50), "PNG"), "photo-too-narrow"),
    "no height": (jpeg_claiming(640, 0), "photo-truncated"),
    "too many bytes": (saved(drawn(), "JPEG") + bytes(MAX_BYTES), "photo-too-large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_usable_picture_is_refused_in_words(name):
    data, code = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        process_photo(data)
    assert refused.value.code == code
    assert type(refused.value) is (TooLarge if code in {"photo-too-large", "photo-too-many-pixels"} else Invalid)
    assert REFUSALS[code] % refused.value.facts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_picture_that_was_cut_off_is_refused(kind, share):
    whole = saved(Image.effect_noise((640, 480), 60).convert("RGB"), kind)
    with pytest.raises(Invalid) as refused:
        process_photo(whole[: int(len(whole) * share)])
    assert refused.value.code == "photo-truncated"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_a_picture_does_not_get_through(kind):
    hidden = BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("evil.php", "<?php evil() ?>")
    photo = process_photo(saved(drawn(), kind) + hidden.getvalue())
    assert all(b"evil" not in size.content for size in photo.sizes)


def test_a_picture_that_lies_about_its_notes_is_taken_without_a_warning():
    broken_exif = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\xff\xff\xff\xff\xff\xff" * 20
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        process_photo(saved(drawn(), "JPEG", exif=broken_exif))
        png = saved(drawn(), "PNG")
        process_photo(png[:33] + chunk(b"acTL", bytes(8)) + chunk(b"eXIf", broken_exif[6:]) + png[33:])
    assert given == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_wrong_byte_gives_a_picture_or_a_refusal_and_nothing_else(kind):
    whole = saved(drawn(200, 150), kind)
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        content = bytearray(whole)
        content[place] ^= 0x55
        try:
            photo = process_photo(bytes(content))
        except Refusal:
            continue
        assert photo.large.width <= WIDTHS[-1]


def test_pictures_are_processed_by_many_threads_alike():
    data = saved(drawn(1000, 800), "JPEG")
    with ThreadPoolExecutor(6) as pool:
        photos = list(pool.map(process_photo, [data] * 12))
    assert len({photo.large.content for photo in photos}) == 1


MEASURE = """
import sys
from pathlib import Path
from marketplace.listings.processing import process_photo
process_photo(Path(sys.argv[1]).read_bytes())
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize(("kind", "mode", "most_mb"), [("JPEG", "RGB", 150), ("PNG", "RGBA", 350)])
def test_the_largest_picture_is_processed_in_bounded_memory(tmp_path, kind, mode, most_mb):
    path = tmp_path / "stort"
    options = {"compress_level": 1} if kind == "PNG" else {}
    path.write_bytes(saved(Image.new(mode, (8000, 6200), RED), kind, **options))
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    assert int(done.stdout) < most_mb
