"""Workbooks for tests: made by the usual libraries, or by hand where those refuse to make such a thing."""

import io
import zipfile

import xlsxwriter

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = RELATIONS.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace('/worksheet"', '/officeDocument"')
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(fill):
    """The bytes of a workbook that `fill(workbook)` has filled."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return target.getvalue()


def xlsx_of_rows(rows, name="Eiendeler"):
    """A workbook with one sheet of plain values."""

    def fill(workbook):
        sheet = workbook.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)

    return xlsx(fill)


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of parts by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def raw_xlsx(rows="", **more):
    """A workbook of hand-written rows; further parts by name; `xl__other` is `xl/other.xml`."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": SHEET.format(rows=rows),
    }
    named = {name if "." in name else name.replace("__", "/") + ".xml": content for name, content in more.items()}
    return packed(parts | named)


def raw_ods(rows, head="", manifest=""):
    """An OpenDocument spreadsheet of hand-written rows in one sheet called Ark1."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<office:document-content {NAMESPACES} xmlns:calcext="urn:calcext">'
        f'<office:body><office:spreadsheet><table:table table:name="Ark1">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    parts = f'<manifest:file-entry manifest:full-path="/"/>{manifest}'
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{space}">{parts}</manifest:manifest>'
    return packed({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(text, more=""):
    """A text cell."""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
