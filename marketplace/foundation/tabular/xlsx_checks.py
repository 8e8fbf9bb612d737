"""What loading an Excel workbook would cost, and where its error cells are."""

import posixpath
import zipfile
from array import array

from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.workbook_checks import MOST_COLUMNS, ErrorCells, Tally, parse_member

_DIGITS = "0123456789"
_STRINGS = "xl/sharedstrings.xml"
_WORKBOOK = "xl/workbook.xml"
_ROOT = "_rels/.rels"
_RELATIONS = "xl/_rels/workbook.xml.rels"


class _SharedStrings:
    """The length of each shared text."""

    def __init__(self, tally: Tally) -> None:
        self.lengths = array("L")
        self._tally = tally
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("si"):
            self._length = 0
        elif attributes:
            self._tally.check_promise(attributes)

    def end(self, name: str) -> None:
        if name.endswith("si"):
            self.lengths.append(self._length)

    def characters(self, text: str) -> None:
        self._length += len(text)


class _Sheet:
    """The cells of one sheet that hold something: how many, how far out, how much text, which errors."""

    def __init__(self, lengths: "array[int]", tally: Tally) -> None:
        self.errors: ErrorCells = {}
        self.rows = self.columns = 0
        self._lengths = lengths
        self._tally = tally
        self._letters: dict[str, int] = {}
        self._row = self._column = -1
        self._type = ""
        self._filled = False
        self._value: list[str] = []
        self._in_cell = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._in_value = self._filled = self._in_cell
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif attributes:
            self._tally.check_promise(attributes)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._in_cell = False
            if self._filled:
                self._end_cell()

    def characters(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._type = attributes.get("t", "")
        self._in_cell = True
        self._filled = False
        self._value.clear()
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip(_DIGITS)
        self._row = int(reference[len(letters) :]) - 1
        column = self._letters.get(letters)
        self._column = self._number_of(letters) if column is None else column

    def _number_of(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or number > MOST_COLUMNS:
                raise ValueError("no such column")
            number = number * 26 + ord(letter) - ord("A") + 1
        if not letters:
            raise ValueError("no column")
        self._letters[letters] = number - 1
        return number - 1

    def _end_cell(self) -> None:
        value = "".join(self._value)
        length = len(value)
        if self._type == "s":
            index = int(value or -1)
            length = self._lengths[index] if 0 <= index < len(self._lengths) else 0
        elif self._type == "e":
            self.errors[(self._row, self._column)] = self._tally.error_cell(value)
        self._tally.add_cells(1, length)
        if self._row >= self.rows:
            self.rows = self._row + 1
        if self._column >= self.columns:
            self.columns = self._column + 1


class _Elements:
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.found: list[dict[str, str]] = []
        self._name = name

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == self._name:
            self.found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """Nothing to do."""

    def characters(self, text: str) -> None:
        """Nothing to do."""


def check_xlsx(archive: zipfile.ZipFile, tally: Tally) -> dict[str, ErrorCells]:
    """The error cells by name of sheet.

    Every XML part is taken for a sheet, so that none escapes the count by being called something else.

    Raises:
        Invalid: the workbook is damaged, or laid out to be read otherwise than it is checked.
        TooLarge: loading it would cost more than the limits allow.
    """
    broken = Invalid("file-broken", filename=tally.filename)
    names = [member.filename.lower() for member in archive.infolist()]
    if len(names) != len(set(names)):
        raise broken
    begins = [_part(found, "") for found in _relations(archive, _ROOT, tally) if _is_of(found, "officeDocument")]
    if begins != [_WORKBOOK]:
        raise broken
    relations = _relations(archive, _RELATIONS, tally)
    string_parts = {_part(found, "xl/") for found in relations if _is_of(found, "sharedStrings")} | {_STRINGS}
    string_members = [member for member in archive.infolist() if member.filename.lower() in string_parts]
    if len(string_members) > 1:
        raise broken
    strings = _SharedStrings(tally)
    for member in string_members:
        parse_member(archive, member, strings, tally)
    errors_by_part = _count_sheets(archive, tally, string_parts, strings.lengths)
    parts = {found.get("Id", ""): _part(found, "xl/") for found in relations}
    sheets = {found.get("name", ""): parts.get(found.get("id", "")) for found in _sheets(archive, tally)}
    if not set(sheets.values()) <= set(errors_by_part):
        raise broken
    return {name: errors_by_part[part or ""] for name, part in sheets.items()}


def _count_sheets(
    archive: zipfile.ZipFile, tally: Tally, leave_out: set[str], lengths: "array[int]"
) -> dict[str, ErrorCells]:
    errors_by_part: dict[str, ErrorCells] = {}
    for member in archive.infolist():
        name = member.filename.lower()
        if name in leave_out or not name.endswith((".xml", ".rels")):
            continue
        sheet = _Sheet(lengths, tally)
        try:
            parse_member(archive, member, sheet, tally)
        except Invalid:
            continue  # such as a note in another encoding; a sheet that is told of must be among what is returned
        tally.add_area(sheet.rows, sheet.columns)
        errors_by_part[name] = sheet.errors
    return errors_by_part


def _relations(archive: zipfile.ZipFile, name: str, tally: Tally) -> list[dict[str, str]]:
    return _elements(archive, name, "Relationship", tally)


def _sheets(archive: zipfile.ZipFile, tally: Tally) -> list[dict[str, str]]:
    return _elements(archive, _WORKBOOK, "sheet", tally)


def _elements(archive: zipfile.ZipFile, name: str, element: str, tally: Tally) -> list[dict[str, str]]:
    elements = _Elements(element)
    for member in archive.infolist():
        if member.filename.lower() == name:
            parse_member(archive, member, elements, tally)
    return elements.found


def _is_of(relation: dict[str, str], kind: str) -> bool:
    return relation.get("Type", "").endswith("/" + kind)


def _part(relation: dict[str, str], folder: str) -> str:
    target = relation.get("Target", "").replace("\\", "/").lower()
    if target.startswith("/"):
        return target[1:]
    return target if target.startswith("xl/") else posixpath.normpath(folder + target)
