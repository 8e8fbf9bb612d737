"""Colours for drawn pictures: the words of a listing as pigments, and shades of them."""

RGB = tuple[int, int, int]

PIGMENTS: dict[str, RGB] = {
    "svart": (52, 54, 58),
    "hvit": (236, 236, 232),
    "kvit": (236, 236, 232),
    "lysegrå": (196, 200, 203),
    "grå": (146, 152, 157),
    "blå": (62, 98, 150),
    "mørk blå": (44, 66, 110),
    "grønn": (82, 128, 96),
    "raud": (178, 68, 58),
    "rød": (178, 68, 58),
    "oransje": (214, 122, 52),
    "bjørk": (220, 193, 150),
    "eik": (190, 150, 102),
    "lys eik": (214, 182, 134),
    "bøk": (206, 166, 122),
    "natur": (204, 168, 120),
    "stål": (172, 178, 184),
    "galvanisert": (160, 168, 174),
}
OTHERWISE: RGB = (122, 132, 128)
STEEL: RGB = (112, 118, 124)
DARK: RGB = (58, 60, 64)
WOOD: RGB = (206, 170, 122)
GLASS: RGB = (40, 48, 58)
PAPER: RGB = (248, 247, 243)

WALLS: tuple[RGB, ...] = (
    (233, 236, 232),
    (238, 233, 226),
    (228, 234, 239),
    (240, 236, 228),
    (231, 237, 234),
    (236, 232, 236),
)
FLOORS: tuple[RGB, ...] = (
    (206, 192, 172),
    (186, 186, 182),
    (214, 204, 188),
    (176, 168, 158),
    (198, 202, 200),
)


def pigment(word: str) -> RGB:
    """The colour a listing names, or a calm one."""
    return PIGMENTS.get(word, OTHERWISE)


def shade(colour: RGB, by: float) -> RGB:
    """Darker below 1, lighter above."""
    red, green, blue = (int(part * by if by <= 1 else part + (255 - part) * (by - 1)) for part in colour)
    return red, green, blue
