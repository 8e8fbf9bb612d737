"""Pictures for tests, drawn by code."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(width=640, height=480, mode="RGB"):
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill=BLUE)
    return picture.convert(mode)


def saved(picture, kind, **options):
    """The bytes of a picture as a file."""
    target = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(target, quality=80, **options)
    else:
        picture.save(target, kind, **options)
    return target.getvalue()


def exif(orientation):
    """EXIF with an orientation, a place and a camera."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "Secret camera"
    block.get_ifd(0x8825)[1] = "N"
    return block


def png_claiming(width, height, bits=8, colour=2):
    """A PNG of a few bytes that claims any size."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in chunks)


def chunk(kind, body):
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg_claiming(width, height):
    """A JPEG whose frame header claims any size."""
    content = bytearray(saved(drawn(), "JPEG"))
    struct.pack_into(">HH", content, content.index(b"\xff\xc0") + 5, height, width)
    return bytes(content)


def webp_claiming(width, height):
    """An extended WebP whose canvas claims any size."""
    content = bytearray(saved(drawn(mode="RGBA"), "WEBP", exif=exif(1).tobytes()))
    content[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(content)
