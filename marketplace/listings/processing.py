"""From the file somebody uploads to three upright WebP pictures that carry nothing but the picture."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.listings.picture_files import (
    Damaged,
    PictureFile,
    format_of,
    plain_jpeg,
    plain_png,
    plain_webp,
)

WIDTHS = (400, 800, 1600)
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_SIDE = 32
MAX_RATIO = 10

_QUALITY = 80
_EFFORT = 4
_STRIP = 64
_MOST_PROFILE_BYTES = 4_000_000
_AT_ONCE = threading.BoundedSemaphore(2)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PROFILE_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
# Opened by class, not by `Image.open`, which would warn of sizes that are refused here and guess the kind anew.
_DECODERS: dict[str, Callable[[BytesIO], ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
    "heic": HeifImageFile,
}


@dataclass(frozen=True, slots=True)
class ProcessedSize:
    """One WebP picture and its size in pixels."""

    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ProcessedPhoto:
    """A picture in three sizes, the longest edges at most `WIDTHS`; `digest` is the SHA-256 of the uploaded bytes."""

    small: ProcessedSize
    medium: ProcessedSize
    large: ProcessedSize
    digest: str

    @property
    def sizes(self) -> tuple[ProcessedSize, ProcessedSize, ProcessedSize]:
        """Small, medium, large."""
        return self.small, self.medium, self.large


def process_photo(data: bytes) -> ProcessedPhoto:
    """A JPEG, PNG, WebP or HEIC, told by its content, as WebP: upright, in sRGB, on white, the first frame of several.

    Nothing of the file but the picture is kept: no place, no time, no camera, no colour profile. Small pictures are
    not enlarged. Safe to call from several threads; two pictures are decoded at a time.

    Raises:
        Invalid: it is no such picture, is damaged, too small or too narrow.
        TooLarge: more than `MAX_BYTES` or `MAX_PIXELS`, found out before it is decoded.
    """
    if not data:
        raise Invalid("photo-empty")
    if len(data) > MAX_BYTES:
        raise TooLarge("photo-too-large", most_mb=MAX_BYTES // (1024 * 1024))
    with _AT_ONCE:
        picture = _decoded(data)
        small, medium, large = (_encoded(picture, edge) for edge in WIDTHS)
    return ProcessedPhoto(small, medium, large, sha256(data).hexdigest())


def _decoded(data: bytes) -> Image.Image:
    """At most the largest size, RGB, upright."""
    try:
        file = _taken_apart(data)
        opened = _DECODERS[file.format](BytesIO(file.content))
        _check_size(*opened.size)
        with opened:
            picture = _shrunk(opened)
        profile = opened.info.get("icc_profile")
    except (Invalid, TooLarge, MemoryError):
        raise
    except Exception as error:  # decoders raise nearly anything for what is not as it should be
        raise Invalid("photo-truncated") from error
    if isinstance(profile, bytes):
        picture = _in_srgb(picture, profile)
    picture = _on_white(picture)
    return picture.transpose(_UPRIGHT[file.orientation]) if file.orientation in _UPRIGHT else picture


def _taken_apart(data: bytes) -> PictureFile:
    kind = format_of(data)
    if kind is None:
        raise Invalid("photo-not-an-image")
    if kind == "heic":
        return PictureFile("heic", data, 1, 0, 0)  # its decoder turns it upright and tells its size before decoding
    try:
        file = {"jpeg": plain_jpeg, "png": plain_png, "webp": plain_webp}[kind](data)
    except Damaged as error:
        raise Invalid("photo-truncated") from error
    if not file.width or not file.height:
        raise Invalid("photo-truncated")
    _check_size(file.width, file.height)
    return file


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise TooLarge("photo-too-many-pixels", width=width, height=height, most=MAX_PIXELS // 1_000_000)
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Invalid("photo-too-narrow", width=width, height=height, most=MAX_RATIO)
    if min(width, height) < MIN_SIDE:
        raise Invalid("photo-too-small", width=width, height=height, least=MIN_SIDE)


def _shrunk(opened: ImageFile) -> Image.Image:
    """Decoded and brought to at most the largest size, in eight bits and a mode that can be resized."""
    target = _fitted(*opened.size, WIDTHS[-1])
    if isinstance(opened, JpegImageFile):
        opened.draft(opened.mode, target)  # lets the decoder skip what would be thrown away
    opened.load()
    picture = _reduced(opened, max(opened.size) // (2 * WIDTHS[-1]))
    return picture.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0) if picture.size != target else picture


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """A whole number of times smaller, strip by strip: a copy of all of it in another mode would double the memory."""
    if factor < 2:
        return _eight_bits(picture)
    width, height = picture.size
    strips = [
        _eight_bits(picture.crop((0, top, width, min(top + _STRIP * factor, height)))).reduce(factor)
        for top in range(0, height, _STRIP * factor)
    ]
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * _STRIP))
    return whole


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "L", "CMYK", "RGBA"):
        return picture
    if picture.mode.startswith(("I", "F")):
        return picture.convert("F").point(lambda value: value / 257).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """In the colours of the screen; as it is when the profile makes no sense."""
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    space = _PROFILE_SPACES[colours.mode]
    if len(profile) > _MOST_PROFILE_BYTES:
        return picture
    try:
        found = ImageCms.ImageCmsProfile(BytesIO(profile))
        if found.profile.xcolor_space.strip() != space:
            return picture
        changed = ImageCms.profileToProfile(colours, found, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    if changed is None:
        return picture
    if picture.mode == "RGBA":
        changed.putalpha(picture.getchannel("A"))
    return changed


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _encoded(picture: Image.Image, edge: int) -> ProcessedSize:
    size = _fitted(*picture.size, edge)
    resized = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    resized.info.clear()
    target = BytesIO()
    resized.save(target, "WEBP", quality=_QUALITY, method=_EFFORT)
    return ProcessedSize(*size, target.getvalue())


def _fitted(width: int, height: int, edge: int) -> tuple[int, int]:
    """The size within a square of that edge, in the same shape, never larger than it was."""
    longest = max(width, height)
    if longest <= edge:
        return width, height
    return max(1, round(width * edge / longest)), max(1, round(height * edge / longest))
