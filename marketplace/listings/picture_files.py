"""Picture files as bytes: what kind they are, how large they claim to be, and the same picture without the rest.

A picture is taken apart here before a decoder sees it, so that notes, positions, films and archives that travel with
it are gone, and so that no decoder allocates for a size that was never checked. What is cut short raises `Damaged`.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Format = Literal["jpeg", "png", "webp", "heic"]

_PNG = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_MOST_ENTRIES = 500

_SCAN, _END = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT_MARKERS = frozenset(range(0xC0, 0xD0)) | {0xDB, 0xDD, 0xE0, 0xEE}
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
_MOST_SCANS = 100
_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB")


class Damaged(Exception):
    """The file ends too early or contradicts itself."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture without what it carried along. `orientation` is 1 to 8 as in EXIF; width and height as it is stored."""

    format: Format
    content: bytes
    orientation: int
    width: int
    height: int


def format_of(data: bytes) -> Format | None:
    """The kind of picture by its first bytes; None when it is none that we take."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(_PNG):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and _heic_brand(data):
        return "heic"
    return None


def _heic_brand(data: bytes) -> bool:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[place : place + 4] for place in range(16, length, 4))]
    return b"avif" not in brands[:1] and any(brand in _HEIC_BRANDS for brand in brands)


def plain_jpeg(data: bytes) -> PictureFile:
    """Tables, scans and colour profile only, cut after the end of the picture. Raises Damaged."""
    kept = [data[:2]]
    orientation = width = height = 0
    for marker, segment, body in _segments(data):
        if marker == _SCAN:
            kept.append(segment)
            break
        if marker in _FRAMES and len(body) >= 5:
            height, width = struct.unpack(">HH", body[1:5])
        if marker == 0xE1 and body.startswith(_EXIF):
            orientation = orientation or _orientation(body)
        if marker in _KEPT_MARKERS or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")):
            kept.append(segment)
    return PictureFile("jpeg", b"".join(kept), orientation or 1, width, height)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, whole segment and body of each segment; the last holds all scans."""
    place = 2
    while True:
        match = _NEXT_MARKER.match(data, place)
        if match is None:
            raise Damaged
        marker = match[1][0]
        if marker == _SCAN:
            yield marker, data[match.start() : _end_of_scans(data, match.start())], b""
            return
        end = _end_of_segment(data, match.end())
        yield marker, b"\xff" + data[match.end() - 1 : end], data[match.end() + 2 : end]
        place = end


def _end_of_segment(data: bytes, place: int) -> int:
    length = int.from_bytes(data[place : place + 2], "big")
    if length < 2 or place + length > len(data):
        raise Damaged
    return place + length


def _end_of_scans(data: bytes, place: int) -> int:
    scans = 0
    while match := _NEXT_MARKER.search(data, place):
        if match[1][0] == _END:
            return match.end()
        scans += match[1][0] == _SCAN
        if scans > _MOST_SCANS:
            break
        place = _end_of_segment(data, match.end())
    raise Damaged


def plain_png(data: bytes) -> PictureFile:
    """The picture's own chunks only: no text, no further frames. Raises Damaged."""
    kept = [_PNG]
    orientation, place = 1, len(_PNG)
    width = height = 0
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        end = place + 12 + length
        kind = data[place + 4 : place + 8]
        if end > len(data) or (place == len(_PNG) and (kind, length) != (b"IHDR", 13)):
            raise Damaged
        if place == len(_PNG):
            width, height = struct.unpack(">II", data[place + 8 : place + 16])
        if kind == b"eXIf":
            orientation = _orientation(data[place + 8 : end - 4])
        if kind in _KEPT_CHUNKS:
            kept.append(data[place:end])
        place = end
        if kind == b"IEND":
            return PictureFile("png", b"".join(kept), orientation, width, height)
    raise Damaged


def plain_webp(data: bytes) -> PictureFile:
    """The size that a WebP claims, cut at its own end. Raises Damaged."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) or end < 30:
        raise Damaged
    content = data[:end]
    kind, body = content[12:16], content[20:]
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(body[place : place + 3], "little") for place in (4, 7))
    elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[6:10]))
    elif kind == b"VP8L" and body[:1] == b"\x2f":
        packed = int.from_bytes(body[1:5], "little")
        width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    else:
        raise Damaged
    return PictureFile("webp", content, _webp_orientation(content), width, height)


def _webp_orientation(data: bytes) -> int:
    place = 12
    while place + 8 <= len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == b"EXIF":
            return _orientation(data[place + 8 : place + 8 + length])
        place += 8 + length + length % 2
    return 1


def _orientation(exif: bytes) -> int:
    """The orientation in an EXIF block; 1 (upright) when it holds none or makes no sense."""
    block = exif.removeprefix(_EXIF)
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", block, 4)
        (count,) = struct.unpack_from(order + "H", block, start)
        for entry in range(min(count, _MOST_ENTRIES)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", block, start + 2 + entry * 12)
            if tag == _ORIENTATION:
                return value if kind == 3 and 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
