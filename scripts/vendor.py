"""Front-end packages, fetched by npm as locked and copied into the folder the pages are served from.

Run it as ``python -m scripts.vendor``; the build of the wheel calls ``build_vendor`` as well.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from scripts.node import npm_command, npm_environment
from scripts.paths import BUILD, ROOT, fingerprint, is_stamped, write_stamp

VENDOR = ROOT / "marketplace" / "web" / "static" / "vendor"
ICON_LIST = ROOT / "marketplace" / "web" / "icons.txt"
NPM_FILES = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
NPM = BUILD / "npm"
MODULES = NPM / "node_modules"
AXE = BUILD / "axe.min.js"
SVG = "{http://www.w3.org/2000/svg}"

SCRIPTS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "designsystemet-web.min.js": "@digdir/designsystemet-web/dist/umd/index.js",
}
STYLES = {
    "designsystemet.min.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet-theme.min.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
}
INTER = "@fontsource-variable/inter"
INTER_SUBSETS = ("latin-ext", "latin")
LICENCES = ("@digdir/designsystemet-css", INTER, "htmx.org", "echarts", "zrender")


def build_vendor() -> bool:
    """Bring the served folder up to date; returns False when it already was."""
    mark = fingerprint([*NPM_FILES, ICON_LIST, Path(__file__)])
    if is_stamped(VENDOR / "stamp.txt", mark) and AXE.is_file():
        return False
    fetch_packages()
    fresh = BUILD / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy_scripts(fresh)
    copy_styles(fresh)
    copy_font(fresh)
    (fresh / "icons.svg").write_text(sprite(wanted_icons()), encoding="utf-8")
    (fresh / "versions.json").write_text(json.dumps(versions(), indent=2) + "\n", encoding="utf-8")
    (fresh / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    shutil.copyfile(MODULES / "axe-core" / "axe.min.js", AXE)
    write_stamp(fresh / "stamp.txt", mark)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, VENDOR)
    return True


def fetch_packages() -> None:
    """Install the packages of the lock into the build folder, unless they are there."""
    mark = fingerprint(NPM_FILES)
    if is_stamped(NPM / "stamp.txt", mark):
        return
    NPM.mkdir(parents=True, exist_ok=True)
    for file in NPM_FILES:
        shutil.copyfile(file, NPM / file.name)
    subprocess.run([*npm_command(), "ci", "--loglevel=error"], cwd=NPM, env=npm_environment(), check=True)
    write_stamp(NPM / "stamp.txt", mark)


def copy_scripts(target: Path) -> None:
    """The scripts, without the comment that asks a browser's tools for a source map."""
    for name, source in SCRIPTS.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        (target / name).write_text(re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", text), encoding="utf-8")


def copy_styles(target: Path) -> None:
    """The style sheets, without comments and indentation."""
    for name, source in STYLES.items():
        (target / name).write_text(smaller((MODULES / source).read_text(encoding="utf-8")), encoding="utf-8")


def smaller(css: str) -> str:
    """The same style sheet without comments, indentation and empty lines; strings are left as they are."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "".join(line.strip() + "\n" for line in without_comments.splitlines() if line.strip())


def copy_font(target: Path) -> None:
    """Inter as one variable font in two subsets, with the style sheet that declares them."""
    faces = (MODULES / INTER / "wght.css").read_text(encoding="utf-8")
    kept = []
    for subset in INTER_SUBSETS:
        file = f"inter-{subset}-wght-normal.woff2"
        shutil.copyfile(MODULES / INTER / "files" / file, target / file)
        face = re.search(rf"@font-face \{{[^}}]*{re.escape(file)}[^}}]*\}}", faces)
        if face is None:
            raise LookupError(f"No @font-face names {file}")
        kept.append(face.group().replace("./files/", "").replace("'Inter Variable'", '"Inter"'))
    (target / "inter.css").write_text("\n".join(kept) + "\n", encoding="utf-8")


def wanted_icons() -> list[str]:
    """The names in the list of icons, in its order."""
    lines = (line.strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def sprite(names: list[str]) -> str:
    """One SVG with a symbol per icon, its id the icon's file name. Raises LookupError for an unknown name."""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.Element(f"{SVG}svg")
    for name in sorted(set(names)):
        file = MODULES / "@navikt" / "aksel-icons" / "dist" / "svg" / f"{name}.svg"
        if not file.is_file():
            raise LookupError(f"{ICON_LIST.name} asks for the icon {name}, which Aksel does not have")
        drawing = ET.parse(file).getroot()
        symbol = ET.SubElement(root, f"{SVG}symbol", id=name, viewBox=drawing.attrib["viewBox"], fill="none")
        symbol.extend(drawing)
    return ET.tostring(root, encoding="unicode") + "\n"


def versions() -> dict[str, str]:
    """Each direct package with the version that is served."""
    wanted = json.loads(NPM_FILES[0].read_text(encoding="utf-8"))["dependencies"]
    return {
        name: json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))["version"] for name in wanted
    }


def licences() -> str:
    """The licence texts that must follow the copies. Aksel's icons are MIT and carry no text of their own."""
    parts = [
        f"{name}\n{'=' * len(name)}\n{(MODULES / name / 'LICENSE').read_text(encoding='utf-8')}" for name in LICENCES
    ]
    return "\n\n".join(
        [*parts, "@navikt/aksel-icons\n===================\nMIT, NAV (Arbeids- og velferdsdirektoratet)\n"]
    )


if __name__ == "__main__":
    print("Front-end packages copied." if build_vendor() else "Front-end packages are up to date.")
