"""A room to draw things in: a wall, a floor, light from the left. Lengths are hundredths of the picture's width."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from marketplace.demo.palette import FLOORS, RGB, WALLS, shade

WIDTH, HEIGHT, FINER = 1200, 900, 2
FLOOR_AT = 54.0
Point = tuple[float, float]


class Canvas:
    """A picture being drawn. The origin is at the top left, 100 wide and 75 high."""

    def __init__(self, seed: int) -> None:
        self._unit = WIDTH * FINER / 100
        wall = shade(WALLS[seed % len(WALLS)], 1 - seed % 17 * 0.004)
        self._image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), wall)
        self._pen = ImageDraw.Draw(self._image)
        floor = shade(FLOORS[seed * 3 % len(FLOORS)], 1 - seed % 89 / 900)
        self.box(0, FLOOR_AT, 100, 75, floor)
        self.box(0, FLOOR_AT - 1.4, 100, FLOOR_AT, shade(floor, 1.5))
        if seed % 3 == 0:
            self._window(8 if seed % 2 else 74)

    def _window(self, left: float) -> None:
        self.box(left - 1, 7, left + 19, 35, (250, 250, 248))
        self.box(left, 8, left + 18, 34, (205, 222, 232))
        self.box(left + 8.6, 8, left + 9.4, 34, (250, 250, 248))

    def shadow(self, left: float, right: float, at: float) -> None:
        """A soft shadow on the floor under something."""
        layer = Image.new("L", self._image.size, 0)
        box = [self._px(left - 2), self._px(at - 1.6), self._px(right + 4), self._px(at + 2.2)]
        ImageDraw.Draw(layer).ellipse(box, fill=90)
        soft = layer.filter(ImageFilter.GaussianBlur(self._unit))
        self._image.paste((30, 28, 26), mask=soft)

    def box(self, left: float, top: float, right: float, bottom: float, colour: RGB, round_by: float = 0) -> None:
        """A rectangle, its corners rounded if asked."""
        corners = [self._px(left), self._px(top), self._px(right), self._px(bottom)]
        if round_by:
            self._pen.rounded_rectangle(corners, self._px(round_by), fill=colour)
        else:
            self._pen.rectangle(corners, fill=colour)

    def oval(self, left: float, top: float, right: float, bottom: float, colour: RGB) -> None:
        """An ellipse in a box."""
        self._pen.ellipse([self._px(left), self._px(top), self._px(right), self._px(bottom)], fill=colour)

    def ring(self, left: float, top: float, right: float, bottom: float, colour: RGB, thick: float = 1) -> None:
        """An ellipse's edge."""
        box = [self._px(left), self._px(top), self._px(right), self._px(bottom)]
        self._pen.ellipse(box, outline=colour, width=self._px(thick))

    def shape(self, points: list[Point], colour: RGB) -> None:
        """A polygon."""
        self._pen.polygon([(self._px(x), self._px(y)) for x, y in points], fill=colour)

    def line(self, points: list[Point], colour: RGB, thick: float = 1) -> None:
        """A bent line with round ends."""
        pixels = [(self._px(x), self._px(y)) for x, y in points]
        self._pen.line(pixels, fill=colour, width=self._px(thick), joint="curve")
        radius = self._px(thick) / 2
        for x, y in (pixels[0], pixels[-1]):
            self._pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)

    def jpeg(self) -> bytes:
        """The finished picture."""
        target = BytesIO()
        self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(target, "JPEG", quality=88)
        return target.getvalue()

    def _px(self, length: float) -> int:
        return round(length * self._unit)
