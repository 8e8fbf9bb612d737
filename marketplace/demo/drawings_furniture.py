"""Drawings of furniture, each in the listing's colour."""

from marketplace.demo.canvas import Canvas
from marketplace.demo.palette import DARK, RGB, STEEL, WOOD, shade


def office_chair(c: Canvas, colour: RGB) -> None:
    """On five castors, with armrests."""
    c.shadow(36, 64, 67)
    for x in (36.0, 43.0, 50.0, 57.0, 64.0):
        c.line([(50, 58), (x, 65 - abs(x - 50) / 9)], DARK, 1.6)
        c.oval(x - 1.4, 64 - abs(x - 50) / 9, x + 1.4, 67 - abs(x - 50) / 9, shade(DARK, 0.7))
    c.box(48.8, 46, 51.2, 59, STEEL)
    c.box(35, 40.5, 65, 47, shade(colour, 0.85), 3)
    c.box(35, 39, 65, 44.5, colour, 3)
    c.box(48.5, 30, 51.5, 41, DARK)
    c.box(37, 10, 63, 36, shade(colour, 0.8), 5)
    c.box(38, 10, 62, 34.5, colour, 5)
    for x in (32.5, 65):
        c.box(x, 30, x + 2.5, 43, DARK, 1)
        c.box(x - 1.5, 28.5, x + 4, 31, shade(DARK, 1.2), 1.2)


def chair(c: Canvas, colour: RGB) -> None:
    """Four legs, seen a little from the side."""
    c.shadow(37, 64, 66)
    for x, foot in ((39, 36), (60, 63)):
        c.line([(x, 44), (foot, 66)], shade(STEEL, 0.85), 1.5)
    for x, foot in ((43, 42), (57, 58)):
        c.line([(x, 44), (foot, 61)], shade(STEEL, 0.7), 1.3)
    c.line([(39, 44), (40.5, 20)], STEEL, 1.5)
    c.line([(61, 44), (59.5, 20)], STEEL, 1.5)
    c.box(38, 13, 62, 31, shade(colour, 0.85), 3.5)
    c.box(38, 13, 62, 29.5, colour, 3.5)
    c.shape([(39, 39), (61, 39), (64, 45), (36, 45)], colour)
    c.box(36, 45, 64, 46.8, shade(colour, 0.75), 0.8)


def high_chair(c: Canvas, colour: RGB) -> None:
    """A child's chair with a footrest."""
    c.shadow(39, 62, 66)
    for x, foot in ((43, 39), (57, 61)):
        c.line([(x, 14), (foot, 66)], shade(colour, 0.85), 2.2)
    c.box(42, 15, 58, 24, colour, 1.5)
    c.shape([(40, 36), (60, 36), (62, 39.5), (38, 39.5)], shade(colour, 1.1))
    c.shape([(39, 51), (61, 51), (62.5, 54), (37.5, 54)], shade(colour, 0.95))
    c.line([(41, 30), (59, 30)], shade(colour, 0.7), 1.4)


def desk(c: Canvas, colour: RGB) -> None:
    """A wide top on two columns."""
    c.shadow(16, 84, 66)
    for x in (24, 72):
        c.box(x, 37, x + 4, 64, STEEL)
        c.box(x + 0.8, 37, x + 3.2, 50, shade(STEEL, 1.25))
        c.box(x - 5, 63, x + 9, 65.5, shade(STEEL, 0.75), 1)
    c.box(28, 40, 72, 42, shade(STEEL, 0.8))
    c.shape([(18, 31), (82, 31), (87, 36), (13, 36)], colour)
    c.box(13, 36, 87, 38, shade(colour, 0.78))
    c.box(60, 22, 61, 31, DARK)
    c.box(50, 12, 71, 25, DARK, 0.8)
    c.box(51, 13, 70, 24, (86, 102, 118))


def school_desk(c: Canvas, colour: RGB) -> None:
    """A single desk with a shelf beneath."""
    c.shadow(29, 71, 66)
    for x, foot in ((33, 31), (67, 69)):
        c.line([(x, 37), (foot, 65.5)], STEEL, 1.7)
    for x in (37, 63):
        c.line([(x, 37), (x, 60)], shade(STEEL, 0.75), 1.4)
    c.box(33, 43, 67, 45, shade(STEEL, 0.8))
    c.shape([(31, 31), (69, 31), (73, 36.5), (27, 36.5)], colour)
    c.box(27, 36.5, 73, 38.5, shade(colour, 0.78), 0.6)
    c.shape([(42, 32.5), (53, 32.5), (53.5, 35), (41.5, 35)], (232, 226, 208))


def meeting_table(c: Canvas, colour: RGB) -> None:
    """Long, with people's chairs left out."""
    c.shadow(12, 88, 65)
    for x in (24, 72):
        c.box(x, 40, x + 4, 63, shade(STEEL, 0.8))
        c.box(x - 4, 62, x + 8, 64.5, shade(STEEL, 0.65), 1)
    c.oval(8, 28, 92, 44, shade(colour, 0.75))
    c.oval(8, 26.5, 92, 42, colour)
    c.oval(24, 29.5, 62, 35.5, shade(colour, 1.12))


def round_table(c: Canvas, colour: RGB) -> None:
    """Low and round."""
    c.shadow(28, 72, 65)
    for x, foot in ((37, 33), (63, 67), (50, 50)):
        c.line([(x, 45), (foot, 64.5)], shade(WOOD, 0.8), 2)
    c.oval(24, 38, 76, 50, shade(colour, 0.72))
    c.oval(24, 36, 76, 48, colour)


def drawers(c: Canvas, colour: RGB) -> None:
    """Four drawers with handles."""
    c.shadow(34, 66, 66)
    c.box(34, 12, 66, 66, shade(colour, 0.8), 0.8)
    for top in (13.5, 26.5, 39.5, 52.5):
        c.box(35.5, top, 64.5, top + 11.8, colour, 0.6)
        c.box(45, top + 2.4, 55, top + 3.8, shade(colour, 0.55), 0.6)
        c.box(58, top + 8, 62, top + 10, (244, 242, 236), 0.3)


def shelves(c: Canvas, colour: RGB) -> None:
    """Five boards with binders and boxes."""
    c.shadow(24, 76, 66)
    c.box(24, 8, 76, 66, shade(colour, 0.62))
    inside = shade(colour, 0.45)
    spines = ((156, 74, 62), (72, 104, 128), (96, 116, 92), (188, 160, 96), (214, 210, 200))
    for row, top in enumerate((10, 21.4, 32.8, 44.2, 55.6)):
        c.box(26, top, 74, top + 9.4, inside)
        x = 27.0 + row % 3 * 4
        for index in range(5 + row % 2 * 3):
            thick = 2.4 + (index * 7 + row) % 3 * 0.6
            c.box(x, top + 1.6 + (index + row) % 3 * 0.7, x + thick, top + 9.4, spines[(index + row) % 5])
            x += thick + 0.4
        c.box(24, top + 9.4, 76, top + 11.4, colour)
    c.box(24, 8, 26, 66.5, shade(colour, 0.9))
    c.box(74, 8, 76, 66.5, shade(colour, 0.8))


def screen_wall(c: Canvas, colour: RGB) -> None:
    """Three felt screens on feet."""
    c.shadow(18, 82, 66)
    for index, left in enumerate((18, 40, 62)):
        c.box(left, 12, left + 20, 64, shade(colour, 0.85 + index * 0.08), 1.6)
        c.box(left + 1, 13, left + 19, 63, shade(colour, 0.95 + index * 0.08), 1.2)
        c.box(left + 4, 64, left + 16, 66, DARK, 0.8)


def counter(c: Canvas, colour: RGB) -> None:
    """A counter with a lower part."""
    c.shadow(14, 86, 66)
    c.box(14, 30, 62, 66, shade(colour, 0.86), 1)
    c.box(62, 42, 86, 66, shade(colour, 0.78), 1)
    c.box(12, 27, 64, 31, WOOD, 1)
    c.box(61, 39.5, 88, 43, shade(WOOD, 0.92), 1)
    for x in (24, 36, 48):
        c.box(x, 34, x + 0.5, 64, shade(colour, 0.72))


def lockers(c: Canvas, colour: RGB) -> None:
    """Three by two doors."""
    c.shadow(26, 74, 67)
    c.box(26, 8, 74, 65, shade(colour, 0.66), 0.6)
    for column in range(3):
        for row in range(2):
            left, top = 27.2 + column * 15.5, 9.4 + row * 27.6
            c.box(left, top, left + 14.6, top + 26.6, shade(colour, 1 + column * 0.06), 0.4)
            for slot in range(3):
                c.box(left + 4, top + 3 + slot * 1.7, left + 10.6, top + 3.7 + slot * 1.7, shade(colour, 0.55), 0.3)
            c.oval(left + 11.4, top + 13, left + 13, top + 14.6, shade(colour, 0.45))
    for x in (28, 70):
        c.box(x, 65, x + 2, 67, DARK)


def workbench(c: Canvas, colour: RGB) -> None:
    """A sturdy top with a shelf."""
    c.shadow(14, 86, 66)
    for x in (18, 78):
        c.box(x, 36, x + 4, 66, shade(colour, 0.72))
    c.box(18, 55, 82, 58, shade(colour, 0.82))
    c.shape([(16, 28), (84, 28), (88, 33), (12, 33)], shade(colour, 1.12))
    c.box(12, 33, 88, 37, colour)
    c.box(12, 36.2, 88, 37, shade(colour, 0.7))
    c.box(64, 33, 74, 41, shade(colour, 0.86), 0.6)
    c.line([(69, 41), (69, 46)], STEEL, 1)


def sofa(c: Canvas, colour: RGB) -> None:
    """Three seats."""
    c.shadow(10, 90, 66)
    c.box(12, 26, 88, 54, shade(colour, 0.82), 4)
    for left in (19, 40, 61):
        c.box(left, 24, left + 20, 45, shade(colour, 1.06), 3)
        c.box(left, 42, left + 20, 55, colour, 2.4)
    c.box(8, 34, 20, 61, shade(colour, 0.92), 3.5)
    c.box(80, 34, 92, 61, shade(colour, 0.86), 3.5)
    c.box(14, 54, 86, 61, shade(colour, 0.76), 1)
    for x in (14, 84):
        c.box(x, 61, x + 2.4, 66, shade(WOOD, 0.7))
    c.shape([(24, 32), (33, 30), (35, 42), (26, 44)], (214, 162, 92))


def armchair(c: Canvas, colour: RGB) -> None:
    """One deep seat."""
    c.shadow(30, 70, 66)
    c.box(33, 16, 67, 52, shade(colour, 0.88), 6)
    c.box(36, 18, 64, 44, shade(colour, 1.05), 5)
    c.box(35, 43, 65, 55, colour, 3)
    c.box(28, 34, 38, 60, shade(colour, 0.95), 4)
    c.box(62, 34, 72, 60, shade(colour, 0.85), 4)
    for x, foot in ((33, 31), (66, 69)):
        c.line([(x, 59), (foot, 66)], WOOD, 1.8)


def bed(c: Canvas, colour: RGB) -> None:
    """A couch or bed with a raised head."""
    c.shadow(12, 88, 66)
    for x in (22, 74):
        c.line([(x, 46), (x + 4, 64)], STEEL, 1.8)
        c.line([(x + 4, 46), (x, 64)], STEEL, 1.8)
        c.oval(x - 1.2, 63, x + 1.6, 66, DARK)
        c.oval(x + 2.6, 63, x + 5.4, 66, DARK)
    c.box(12, 42, 88, 46, shade(colour, 0.7), 1)
    c.box(34, 36, 87, 42.5, shade(colour, 1.1), 2)
    c.shape([(13, 24), (18, 20), (37, 36.5), (37, 42.5), (30, 42.5)], shade(colour, 1.18))
    c.shape([(15, 21), (24, 20), (31, 27), (22, 28)], (244, 243, 239))
    c.line([(86, 30), (86, 44)], STEEL, 1.4)
    c.line([(11, 20), (12, 44)], STEEL, 1.4)


def bench(c: Canvas, colour: RGB) -> None:
    """Planks on cast feet."""
    c.shadow(12, 88, 66)
    for x in (22, 74):
        c.line([(x, 66), (x + 1, 46), (x + 3, 24)], DARK, 2)
        c.line([(x + 1, 48), (x + 8, 50), (x + 8, 66)], DARK, 2)
    for top in (23, 29, 35):
        c.box(12, top, 88, top + 4, shade(colour, 0.9 + (top - 23) * 0.012), 0.8)
    for edge, extra in ((44.5, 0), (48.0, 2)):
        c.box(12 - extra, edge, 88 + extra, edge + 2.8, colour, 0.8)
