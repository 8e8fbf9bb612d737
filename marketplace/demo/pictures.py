"""A picture for a listing, drawn by code: its kind of thing, in its colour, in a room."""

from collections.abc import Callable

from marketplace.demo import drawings_equipment as equipment
from marketplace.demo import drawings_furniture as furniture
from marketplace.demo.canvas import Canvas
from marketplace.demo.palette import RGB, pigment
from marketplace.listings.fields import ListingFields

Drawing = Callable[[Canvas, RGB], None]

DRAWINGS: dict[str, Drawing] = {
    "KON.STOL": furniture.office_chair,
    "KON.SKRIV": furniture.desk,
    "KON.MOTE": furniture.meeting_table,
    "KON.BESOK": furniture.chair,
    "KON.SKAP": furniture.drawers,
    "KON.REOL": furniture.shelves,
    "KON.SKILLE": furniture.screen_wall,
    "KON.RES": furniture.counter,
    "SKO.PULT": furniture.school_desk,
    "SKO.STOL": furniture.chair,
    "SKO.LAERER": furniture.desk,
    "SKO.TAVLE": equipment.board,
    "SKO.SKAP": furniture.lockers,
    "SKO.BIB": furniture.shelves,
    "SKO.SPES": furniture.workbench,
    "BHG.BORD": furniture.round_table,
    "BHG.STOL": furniture.high_chair,
    "BHG.STELL": furniture.counter,
    "BHG.SOV": equipment.pram,
    "BHG.LEK": equipment.blocks,
    "SIT.SOFA": furniture.sofa,
    "SIT.LENE": furniture.armchair,
    "SIT.SBORD": furniture.round_table,
    "SIT.KBORD": furniture.meeting_table,
    "SIT.KSTOL": furniture.chair,
    "OPP.GARD": furniture.lockers,
    "OPP.LAGER": furniture.shelves,
    "OPP.SAFE": equipment.safe,
    "KJO.KOK": equipment.oven,
    "KJO.KJOL": equipment.fridge,
    "KJO.OPPV": equipment.oven,
    "KJO.VASK": equipment.washing_machine,
    "KJO.BENK": furniture.workbench,
    "HEL.SENG": furniture.bed,
    "HEL.RULL": equipment.wheelchair,
    "HEL.GANG": equipment.walker,
    "HEL.LOFT": equipment.walker,
    "HEL.BEH": furniture.bed,
    "IKT.PROJ": equipment.projector,
    "IKT.SKJERM": equipment.monitor,
    "IKT.PC": equipment.laptop,
    "IKT.PRINT": equipment.printer,
    "VER.EL": equipment.drill,
    "VER.RENH": equipment.machine_on_wheels,
    "VER.STIGE": equipment.ladder,
    "VER.PARK": equipment.machine_on_wheels,
    "BYG.DOR": equipment.door,
    "BYG.LYS": equipment.light_panel,
    "BYG.GULV": equipment.tiles,
    "UTE.BENK": furniture.bench,
    "UTE.SYKKEL": equipment.bicycle_stand,
    "UTE.LEK": equipment.swing,
    "IDR.TURN": equipment.wall_bars,
    "IDR.BALL": equipment.goal,
    "INT.LAMPE": equipment.lamp,
}


def draw(fields: ListingFields, seed: int) -> bytes:
    """A JPEG of 1200 by 900 pixels; the same fields and seed give the same picture."""
    canvas = Canvas(seed)
    drawing = DRAWINGS.get(fields.category_code or "", equipment.cartons)
    drawing(canvas, pigment(fields.colour))
    return canvas.jpeg()
