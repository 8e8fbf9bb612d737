"""The rows of an exported file as a reader's program sees them: column to value."""

import csv
import io
import json

import openpyxl


def csv_rows(content):
    """Semicolons and decimal commas, as a Norwegian spreadsheet wants them; without the stamp, which is no row."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return [{name: value.replace(",", ".") for name, value in row.items()} for row in rows if row["row"] != "stamp"]


def json_rows(content):
    return json.loads(content)["rows"]


def xlsx_rows(content):
    header, *rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Rader"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]
