"""Translations compiled from their catalogues: ``python -m scripts.translations``.

``messages.po`` is written, ``messages.mo`` is made from it, ignored by git and carried by the wheel.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.paths import BUILD, ROOT, fingerprint, is_stamped, write_stamp

TRANSLATIONS = ROOT / "marketplace" / "translations"
STAMP = BUILD / "translations.stamp"


def catalogues() -> list[Path]:
    """Every written catalogue."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def compile_translations() -> bool:
    """Bring the compiled catalogues up to date; returns False when they already were."""
    written = catalogues()
    mark = fingerprint(written)
    if is_stamped(STAMP, mark) and all(file.with_suffix(".mo").is_file() for file in written):
        return False
    for file in written:
        with file.open("rb") as source:
            catalogue = read_po(source, locale=file.parent.parent.name, abort_invalid=True)
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
    write_stamp(STAMP, mark)
    return True


if __name__ == "__main__":
    print("Translations compiled." if compile_translations() else "Translations are up to date.")
