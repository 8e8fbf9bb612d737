"""Spreadsheets as people send them, made by the usual libraries."""

import io

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.foundation import workbooks

HEADER = ("Inventarnummer", "Navn", "Kategori", "Antall", "Tilstand", "Bredde (cm)", "Vekt (kg)", "Innkjøpspris", "Rom")


def csv(rows, *, delimiter=";", encoding="utf-8", ending="\r\n"):
    """A CSV file; a value with the delimiter is quoted."""
    lines = (delimiter.join(_quoted(value, delimiter) for value in row) for row in rows)
    return (ending.join(lines) + ending).encode(encoding)


def xlsx(rows, *, merged=(), sheet="Eiendeler"):
    """An XLSX workbook as a spreadsheet program saves it."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    return saved(workbook)


def ods(rows):
    """An OpenDocument spreadsheet; None is a cell that is covered by a merged one."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Eiendeler")
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def with_formula(rows, formula, shown):
    """An XLSX workbook whose empty cells hold a formula and what it showed when it was saved."""

    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is None:
                    sheet.write_formula(row, column, f"={formula}", None, shown)
                else:
                    sheet.write(row, column, value)

    return workbooks.xlsx(fill)


def a_row(number="A-1", name="Kontorstol", **values):
    """A row under `HEADER`."""
    given = dict(zip(HEADER, (number, name, "KON.STOL", 4, "God", 60, 16, 1200, "201"), strict=True))
    return tuple((given | values).values())


def many(count):
    """`HEADER` and so many different rows."""
    yield HEADER
    for index in range(count):
        yield (
            f"INV-{index:06}",
            f"Kontorstol nr. {index}",
            "KON.STOL",
            index % 40 + 1,
            "god",
            "60 cm",
            "16,5",
            "1 200,50",
            "2",
        )


def _quoted(value, delimiter):
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text or "\n" in text else text


def saved(workbook):
    """The bytes of a workbook of openpyxl."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _ods_cell(value):
    if value is None:
        return CoveredTableCell()
    if isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell
