"""What kind of file it is, by its content; its name decides nothing."""

import re
import zipfile

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.foundation.tabular.table import Kind, Limits, Source, open_source, size_of

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHER_FILES = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"%PDF", b"MZ", b"\x7fELF", b"RIFF", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"{\\rtf", b"II*\x00", b"MM\x00*", b"OggS", b"ID3", b"SQLite format 3",
)  # fmt: skip
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|meta|table|style|\?xml|svg|!--)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ROOTS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_MOST_MEMBERS = 10_000


def kind_of(source: Source, filename: str, limits: Limits) -> Kind:
    """Whether it is a CSV text, an Excel workbook or an OpenDocument spreadsheet.

    Raises:
        Invalid: it is empty, or nothing that holds a table we can read.
        TooLarge: more bytes than the limit.
    """
    size = size_of(source)
    if size > limits.max_bytes:
        raise TooLarge("file-too-large", filename=filename, most_mb=limits.max_bytes // 1_000_000)
    with open_source(source) as stream:
        head = stream.read(_HEAD)
    if size <= _HEAD and head.removeprefix(_UTF8_MARK).strip() == b"":
        raise Invalid("file-empty", filename=filename)
    if head.startswith(_ZIP):
        return _workbook_kind(source, filename)
    if head.startswith(_OLE):
        raise Invalid(_ole_code(source), filename=filename)
    _refuse_other_files(head, filename)
    return "csv"


def _refuse_other_files(head: bytes, filename: str) -> None:
    if head.startswith(_UTF16):
        return
    if head.startswith(_OTHER_FILES) and not _looks_like_words(head):
        raise Invalid("file-not-a-table", filename=filename)
    text = head.removeprefix(_UTF8_MARK)
    if _MARKUP.match(text):
        raise Invalid("file-web-page", filename=filename)
    if b"\0" in head or _JSON.match(text):
        raise Invalid("file-not-a-table", filename=filename)


def _looks_like_words(head: bytes) -> bool:
    """`MZ` and `BM` also begin ordinary words; binary files betray themselves soon after."""
    return not any(byte < 9 or 13 < byte < 32 for byte in head[:512]) and not head.startswith((b"%PDF", b"{\\rtf"))


def _ole_code(source: Source) -> str:
    with open_source(source) as stream:
        return "file-encrypted" if _ENCRYPTED_PACKAGE in stream.read() else "file-old-excel"


def _workbook_kind(source: Source, filename: str) -> Kind:
    try:
        with open_source(source) as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > _MOST_MEMBERS:
                raise Invalid("file-not-a-table", filename=filename)
            if any(member.flag_bits & 1 for member in members):
                raise Invalid("file-encrypted", filename=filename)
            found = names & _ROOTS
            if found == {"xl/workbook.xml"}:
                return "xlsx"
            if found == {"content.xml"} and "mimetype" in names and _is_ods(archive):
                return "ods"
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise Invalid("file-broken", filename=filename) from error
    code = "file-old-excel" if found == {"xl/workbook.bin"} else "file-not-a-table"
    raise Invalid(code, filename=filename)


def _is_ods(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as stream:
        return stream.read(200).strip() == _ODS
