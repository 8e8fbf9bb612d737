"""Drawings of equipment, each in the listing's colour."""

from marketplace.demo.canvas import Canvas
from marketplace.demo.palette import DARK, GLASS, PAPER, RGB, STEEL, WOOD, shade


def board(c: Canvas, colour: RGB) -> None:
    """A board on the wall."""
    c.box(14, 9, 86, 49, STEEL, 0.8)
    c.box(15.4, 10.4, 84.6, 47.6, PAPER)
    c.line([(24, 20), (34, 17), (44, 22), (58, 18)], (70, 104, 150), 0.9)
    c.line([(24, 30), (52, 30)], (178, 76, 66), 0.8)
    c.line([(24, 35), (46, 35)], (178, 76, 66), 0.8)
    c.box(32, 49, 68, 50.8, shade(STEEL, 0.8))
    c.box(40, 48, 46, 49, (58, 110, 84))


def safe(c: Canvas, colour: RGB) -> None:
    """A steel cabinet with a code lock."""
    c.shadow(34, 66, 66)
    c.box(33, 22, 67, 66, shade(colour, 0.75), 1)
    c.box(35, 24, 65, 64, colour, 0.8)
    c.box(55, 36, 62, 50, DARK, 0.6)
    for row in range(4):
        for column in range(3):
            c.box(56 + column * 1.8, 39 + row * 2.4, 57.2 + column * 1.8, 40.6 + row * 2.4, (196, 200, 204), 0.2)
    c.line([(40, 38), (40, 50)], shade(colour, 0.5), 1.4)


def oven(c: Canvas, colour: RGB) -> None:
    """A steel machine with a window."""
    c.shadow(30, 70, 67)
    c.box(30, 14, 70, 65, shade(colour, 0.82), 0.8)
    c.box(31.5, 23, 68.5, 60, colour, 0.8)
    c.box(36, 28, 64, 52, GLASS, 1.2)
    c.shape([(38, 50), (47, 30), (51, 30), (42, 50)], (62, 72, 84))
    c.box(31.5, 15.5, 68.5, 22, shade(colour, 0.6), 0.5)
    for x in (36, 41, 46):
        c.oval(x, 16.8, x + 3.2, 20.4, PAPER)
    c.box(56, 17, 66, 20.4, (72, 128, 104), 0.4)
    c.line([(37, 55.5), (63, 55.5)], shade(colour, 0.5), 1.2)
    for x in (33, 64):
        c.box(x, 65, x + 3, 67, DARK)


def fridge(c: Canvas, colour: RGB) -> None:
    """Tall, with two doors."""
    c.shadow(36, 64, 68)
    c.box(36, 5, 64, 67, shade(colour, 0.84), 1.4)
    c.box(36, 5, 63, 66, colour, 1.4)
    c.box(36, 43, 63, 43.8, shade(colour, 0.6))
    c.line([(39.5, 26), (39.5, 40)], STEEL, 1.1)
    c.line([(39.5, 47), (39.5, 56)], STEEL, 1.1)


def washing_machine(c: Canvas, colour: RGB) -> None:
    """With a round door."""
    c.shadow(31, 69, 67)
    c.box(31, 18, 69, 66, shade(colour, 0.86), 1)
    c.box(31, 18, 68, 65, colour, 1)
    c.box(31, 25.4, 68, 26, shade(colour, 0.7))
    c.box(34, 20, 44, 23.6, shade(colour, 0.82), 0.5)
    c.oval(58, 19.6, 63, 24.4, STEEL)
    c.oval(38, 32, 62, 56, STEEL)
    c.oval(40.4, 34.4, 59.6, 53.6, GLASS)
    c.oval(44, 37, 50, 43, (84, 100, 116))


def pram(c: Canvas, colour: RGB) -> None:
    """On four wheels, hood up."""
    c.shadow(26, 76, 67)
    c.shape([(26, 34), (72, 34), (68, 50), (32, 50)], colour)
    c.shape([(26, 34), (30, 20), (42, 16), (50, 34)], shade(colour, 0.78))
    c.line([(72, 34), (82, 22)], DARK, 1.6)
    c.line([(34, 50), (62, 60)], STEEL, 1.3)
    c.line([(64, 50), (38, 60)], STEEL, 1.3)
    for x in (30, 58):
        c.oval(x, 54, x + 13, 67, DARK)
        c.oval(x + 2, 56, x + 11, 65, (206, 208, 206))
        c.oval(x + 5.4, 59.4, x + 7.6, 61.6, DARK)


def blocks(c: Canvas, colour: RGB) -> None:
    """A crate of toy blocks."""
    c.shadow(26, 74, 66)
    shades = ((190, 72, 62), (228, 178, 72), (74, 118, 168), (92, 146, 96))
    for index in range(12):
        x, y = 28 + index % 6 * 7.2, 34 - index // 6 * 6 + index % 3
        c.box(x, y, x + 6.4, y + 6.4, shades[index % 4], 0.6)
        c.oval(x + 1.8, y - 1, x + 4.6, y + 1.2, shade(shades[index % 4], 0.85))
    c.box(24, 40, 76, 66, shade(WOOD, 0.9), 1)
    for top in (46, 53, 60):
        c.box(24, top, 76, top + 0.8, shade(WOOD, 0.68))
    c.box(42, 43, 58, 46, shade(WOOD, 0.5), 1.4)


def wheelchair(c: Canvas, colour: RGB) -> None:
    """From the side."""
    c.shadow(28, 74, 67)
    c.line([(36, 12), (40, 44), (60, 44), (66, 62), (72, 62)], STEEL, 1.8)
    c.box(38, 40, 61, 44.5, colour, 1.4)
    c.shape([(36, 16), (40.5, 16), (43, 40), (38.5, 40)], colour)
    c.line([(32, 12), (37, 12)], DARK, 1.8)
    c.line([(42, 32), (58, 32)], DARK, 1.8)
    c.ring(29, 35, 61, 67, DARK, 1.6)
    c.ring(31.4, 37.4, 58.6, 64.6, STEEL, 0.6)
    c.oval(43.6, 49.6, 46.4, 52.4, DARK)
    c.ring(60, 57, 70, 67, DARK, 1.4)


def walker(c: Canvas, colour: RGB) -> None:
    """A frame on wheels."""
    c.shadow(32, 68, 67)
    c.line([(36, 18), (32, 62)], shade(colour, 0.8), 1.8)
    c.line([(64, 18), (68, 62)], shade(colour, 0.8), 1.8)
    c.line([(36, 20), (44, 58)], colour, 1.6)
    c.line([(64, 20), (56, 58)], colour, 1.6)
    c.box(36, 36, 64, 39, DARK, 1)
    c.shape([(38, 41), (62, 41), (59, 52), (41, 52)], shade(colour, 0.55))
    for x in (33, 60):
        c.box(x, 15.5, x + 7, 18.5, DARK, 1.3)
    for x in (29, 41, 53, 65):
        c.oval(x, 59, x + 6.4, 66.4, DARK)
        c.oval(x + 1.8, 60.8, x + 4.6, 64.6, STEEL)


def monitor(c: Canvas, colour: RGB) -> None:
    """On its foot, on a desk."""
    c.box(8, 56, 92, 60, WOOD)
    c.box(8, 60, 92, 61, shade(WOOD, 0.75))
    c.shape([(40, 55), (60, 55), (63, 57), (37, 57)], DARK)
    c.box(47, 45, 53, 56, shade(DARK, 1.1))
    c.box(22, 12, 78, 47, shade(colour, 0.8), 1)
    c.box(23.4, 13.4, 76.6, 44.6, (74, 104, 126))
    c.shape([(23.4, 13.4), (50, 13.4), (34, 44.6), (23.4, 44.6)], (88, 118, 140))


def laptop(c: Canvas, colour: RGB) -> None:
    """Open, on a desk."""
    c.box(8, 56, 92, 60, WOOD)
    c.box(8, 60, 92, 61, shade(WOOD, 0.75))
    c.box(28, 20, 72, 50, shade(colour, 0.6), 1.4)
    c.box(29.6, 21.6, 70.4, 48.4, (70, 98, 122))
    c.shape([(29.6, 21.6), (48, 21.6), (36, 48.4), (29.6, 48.4)], (86, 114, 138))
    c.shape([(28, 50), (72, 50), (79, 56), (21, 56)], colour)
    for row in range(3):
        c.box(32 - row, 51 + row * 1.1, 68 + row, 51.7 + row * 1.1, shade(colour, 0.62))
    c.shape([(44, 54.4), (56, 54.4), (57, 55.6), (43, 55.6)], shade(colour, 0.8))


def printer(c: Canvas, colour: RGB) -> None:
    """With paper coming out."""
    c.box(8, 58, 92, 62, WOOD)
    c.box(38, 14, 62, 30, PAPER)
    c.box(26, 26, 74, 58, shade(colour, 0.86), 1.6)
    c.box(26, 26, 74, 36, colour, 1.6)
    c.box(32, 43, 68, 46, DARK)
    c.shape([(34, 45), (66, 45), (70, 55), (30, 55)], PAPER)
    c.box(60, 29, 70, 33, (72, 128, 150), 0.5)


def projector(c: Canvas, colour: RGB) -> None:
    """On a desk, its light on."""
    c.shape([(56, 50), (98, 14), (98, 56)], (250, 247, 228))
    c.box(8, 58, 92, 62, WOOD)
    c.box(20, 41, 57, 58, shade(colour, 0.9), 2)
    c.oval(50, 43, 63, 57, DARK)
    c.oval(52.5, 45.5, 60.5, 54.5, (150, 190, 212))


def drill(c: Canvas, colour: RGB) -> None:
    """A cordless drill and its case."""
    c.shadow(18, 82, 66)
    c.box(48, 44, 84, 66, DARK, 1.6)
    c.box(60, 41, 72, 45, shade(DARK, 1.2), 1)
    c.box(22, 26, 54, 37, (54, 118, 112), 2)
    c.box(14, 29.4, 22, 33.6, STEEL, 0.6)
    c.line([(4, 31.5), (14, 31.5)], shade(STEEL, 0.8), 1)
    c.shape([(40, 36), (51, 36), (54, 56), (44, 56)], (46, 100, 96))
    c.box(40, 55, 58, 62, DARK, 1)


def machine_on_wheels(c: Canvas, colour: RGB) -> None:
    """A machine that is walked behind."""
    c.shadow(22, 80, 67)
    c.line([(60, 40), (82, 14), (88, 14)], DARK, 2)
    c.box(30, 34, 66, 56, colour, 4)
    c.box(36, 26, 58, 38, shade(colour, 0.82), 2.4)
    c.box(20, 52, 48, 63, shade(colour, 0.66), 1.6)
    c.box(40, 30, 54, 33, PAPER, 0.6)
    c.oval(50, 50, 66, 67, DARK)
    c.oval(54, 54, 62, 63, STEEL)


def ladder(c: Canvas, colour: RGB) -> None:
    """A step ladder."""
    c.shadow(32, 72, 67)
    c.line([(58, 9), (72, 66)], shade(STEEL, 0.75), 1.6)
    c.line([(42, 9), (32, 66)], STEEL, 2)
    c.line([(56, 9), (62, 66)], STEEL, 2)
    for step in range(6):
        y = 18 + step * 8.4
        c.line([(41 - step * 1.5, y), (57 + step * 0.9, y)], shade(STEEL, 1.2), 2)
    c.box(40, 7, 59, 10.4, DARK, 1)


def door(c: Canvas, colour: RGB) -> None:
    """Two doors against a wall."""
    c.shadow(34, 78, 68)
    for left, by in ((52, 0.86), (36, 1.0)):
        face = shade(colour, by)
        c.box(left, 5, left + 25, 67, shade(face, 0.72))
        c.box(left, 5, left + 24, 67, face)
        for top, bottom in ((10, 32), (37, 62)):
            c.box(left + 4, top, left + 20, bottom, shade(face, 0.93), 0.4)
        c.line([(left + 20.6, 35), (left + 17.6, 35)], STEEL, 1)


def light_panel(c: Canvas, colour: RGB) -> None:
    """A lit panel and its stack."""
    c.box(26, 6, 74, 40, shade(STEEL, 1.3), 0.6)
    c.box(28, 8, 72, 38, (255, 252, 238))
    c.shadow(24, 76, 66)
    for index in range(5):
        c.box(24, 62 - index * 3, 76, 64.4 - index * 3, shade(STEEL, 1.1 + index % 2 * 0.25), 0.4)


def tiles(c: Canvas, colour: RGB) -> None:
    """A pallet of carpet tiles."""
    c.shadow(22, 78, 66)
    for index in range(12):
        c.box(26, 52 - index * 2.6, 74, 54.2 - index * 2.6, shade(colour, 0.9 + index % 3 * 0.1))
    c.shape([(26, 23.4), (74, 23.4), (80, 16), (32, 16)], shade(colour, 1.15))
    for x in (26, 46, 66):
        c.box(x, 57, x + 8, 64, shade(WOOD, 0.75))
    c.box(22, 54.4, 78, 57, WOOD)
    c.box(22, 63.4, 78, 66, shade(WOOD, 0.9))


def bicycle_stand(c: Canvas, colour: RGB) -> None:
    """Hoops on a rail."""
    c.shadow(12, 88, 66)
    c.box(12, 62, 88, 65, shade(colour, 0.8), 1)
    for x in range(16, 84, 12):
        c.line([(x, 63), (x, 34), (x + 1.5, 31), (x + 4.5, 31), (x + 6, 34), (x + 6, 63)], colour, 1.4)


def swing(c: Canvas, colour: RGB) -> None:
    """A nest swing in its frame."""
    c.shadow(26, 74, 66)
    for x, feet in ((22, (12, 30)), (78, (70, 88))):
        for foot in feet:
            c.line([(x, 10), (foot, 67)], shade(WOOD, 0.85), 2)
    c.line([(20, 10), (80, 10)], colour, 2.4)
    for x, to in ((40, 36), (60, 64)):
        c.line([(x, 11), (to, 52)], STEEL, 0.7)
    c.ring(34, 46, 66, 58, DARK, 1.8)
    for x in (42, 50, 58):
        c.line([(x, 47), (x, 57)], shade(DARK, 1.3), 0.6)


def wall_bars(c: Canvas, colour: RGB) -> None:
    """Bars for a gymnasium wall."""
    for left in (20, 51):
        for x in (left, left + 26.6):
            c.box(x, 4, x + 2.4, 66, shade(colour, 0.8))
        for index in range(13):
            y = 7 + index * 4.5
            c.box(left + 1, y, left + 28, y + 1.7, shade(colour, 1.05), 0.8)


def goal(c: Canvas, colour: RGB) -> None:
    """A goal with its net."""
    c.shadow(12, 88, 66)
    for index in range(14):
        c.line([(14 + index * 5.5, 18), (18 + index * 4.9, 62)], (206, 208, 204), 0.3)
    for y in range(22, 62, 5):
        c.line([(14, y), (86, y)], (206, 208, 204), 0.3)
    c.line([(12, 66), (12, 16), (88, 16), (88, 66)], shade(colour, 0.98), 2.2)


def lamp(c: Canvas, colour: RGB) -> None:
    """A jointed desk lamp."""
    c.box(8, 58, 92, 62, WOOD)
    c.box(52, 54, 66, 58, DARK, 1)
    c.line([(59, 55), (48, 36), (62, 16)], STEEL, 1.3)
    c.oval(46.4, 34.4, 49.6, 37.6, DARK)
    c.shape([(56, 12), (66, 18), (52, 32), (40, 24)], shade(colour, 0.8))
    c.shape([(40, 24), (52, 32), (49, 34), (38.5, 26.6)], (255, 240, 196))


def cartons(c: Canvas, colour: RGB) -> None:
    """A mixed lot in boxes."""
    c.shadow(20, 80, 66)
    for left, top, right, by in ((22, 38, 50, 1.0), (52, 44, 78, 0.9), (36, 18, 60, 1.08)):
        bottom = 66 if top > 20 else 38
        c.box(left, top, right, bottom, shade((190, 154, 110), by), 0.4)
        middle = (left + right) / 2
        c.box(middle - 2, top, middle + 2, bottom, shade((206, 178, 138), by))
        c.box(left, top, right, top + 1, shade((160, 126, 86), by))
