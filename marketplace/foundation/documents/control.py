"""The box on a document with the code that finds it again, to read and to scan."""

import io

import segno

from marketplace.foundation import codes

PICTURE = "code.svg"
"""The name under which the template finds `picture_of`."""


def control_box(code: str, *, heading: str, told: str, alt: str) -> dict[str, str]:
    """What `control-box` of the house's look sets. `alt` is said of the picture; its `%(address)s` is filled here."""
    address = codes.address_of(code)
    return {
        "heading": heading,
        "code": codes.spaced(code),
        "text": told,
        "address": address,
        "alt": alt % {"address": address},
    }


def picture_of(code: str) -> bytes:
    """A QR code that opens the code's address, as SVG."""
    drawn = io.BytesIO()
    segno.make(codes.address_of(code), error="m").save(drawn, kind="svg", border=0)
    return drawn.getvalue()
