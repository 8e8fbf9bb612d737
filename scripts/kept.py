"""The kept list of routes and the kept OpenAPI document, written anew: ``python -m scripts.kept``.

``--print`` shows both as JSON instead and writes nothing; the house tests compare that with what is kept.
"""

import json
import sys
import tempfile
from pathlib import Path

from apiflask import APIFlask

from marketplace.app import create_app
from marketplace.settings import Settings
from scripts.paths import ROOT

ROUTES = ROOT / "tests" / "house" / "routes.txt"
OPENAPI = ROOT / "tests" / "house" / "openapi.json"
# What Flask and APIFlask serve by themselves: files without secrets, and the description of the API.
BUILT_IN = {"static": "public", "openapi.spec": "public"}
UNDECLARED = "NOT DECLARED"


def routes(app: APIFlask) -> list[str]:
    """One line a route: its address, its methods, who may use it."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        view = app.view_functions[rule.endpoint]
        access = BUILT_IN.get(rule.endpoint) or getattr(view, "access", UNDECLARED)
        lines.append(f"{rule.rule}  {methods}  {access}")
    return sorted(lines)


def openapi(app: APIFlask) -> str:
    """The API's description, in an order that does not change."""
    with app.app_context():
        return json.dumps(app.spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def bare_app(folder: Path) -> APIFlask:
    """The application with nothing behind it."""
    return create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'nothing.sqlite'}",
            search_index=folder / "index",
            uploads_url="memory://",
            inline_worker=False,
            testing=True,
        )
    )


def main() -> None:
    """Write, or show."""
    with tempfile.TemporaryDirectory() as folder:
        app = bare_app(Path(folder))
        listed, described = routes(app), openapi(app)
    if "--print" in sys.argv:
        print(json.dumps({"routes": listed, "openapi": described}))
    else:
        ROUTES.write_text("\n".join(listed) + "\n", encoding="utf-8")
        OPENAPI.write_text(described, encoding="utf-8")


if __name__ == "__main__":
    main()
