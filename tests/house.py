"""Where the files of the project are."""

from pathlib import Path

import lienthong_emulator

HOME = Path(__file__).parents[1]
HOUSE = Path(lienthong_emulator.__file__).parent
SOURCES = [path for path in sorted(HOUSE.rglob("*.py")) if "__pycache__" not in path.parts]
CAPABILITIES = [str(path.parent.relative_to(HOUSE)) for path in SOURCES if path.name == "servicer.py"]
