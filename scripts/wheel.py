"""What the build of a wheel does first, so that the wheel carries front-end files and compiled translations."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The build loads this file by its path, with the source tree not yet importable.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.translations import compile_translations
from scripts.vendor import build_vendor


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling hands the configuration in, unused here
    """Fetch and compile before the files of a wheel are gathered; an editable install serves the tree as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; `version` tells an ordinary build from an editable one."""
        if version != "editable":
            build_vendor()
            compile_translations()
