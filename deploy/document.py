"""Generates what of `docs/` repeats what stands elsewhere, pages and pictures; `--check` names what is stale."""

import re
import sys
from pathlib import Path

from pages.cli import cli_page
from pages.contract import contract_page
from pages.differences import differences_page
from pages.people import people_page
from pages.pictures import pictures

HOME = Path(__file__).parents[1]
SOURCES = HOME / "build" / "contract-with-source.binpb"
DOCS = HOME / "docs"


def main() -> int:
    pages = {
        "contract.md": contract_page(SOURCES.read_bytes()),
        "cli.md": cli_page(),
        "differences.md": differences_page(),
        "people.md": people_page(),
        **pictures(),
    }
    if "--check" in sys.argv[1:]:
        return _check(pages)
    (DOCS / "pictures").mkdir(exist_ok=True)
    for name in _stale(pages):
        (DOCS / name).write_text(pages[name], "utf-8")
    return 0


def _check(pages: dict[str, str]) -> int:
    stale = _stale(pages)
    for name in stale:
        print(f"docs/{name} is stale: run 'make docs' and commit")
    if not stale:
        print("docs: ok")
    return len(stale)


def _stale(pages: dict[str, str]) -> list[str]:
    return [name for name, text in pages.items() if _told(name, _held(name)) != _told(name, text)]


def _told(name: str, text: str) -> list[str]:
    """What a page says. Of a picture its words alone count: what agencies do at once is not always in one order."""
    return sorted(re.findall(r">([^<]+)</text>", text)) if name.endswith(".svg") and "</text>" in text else [text]


def _held(name: str) -> str:
    path = DOCS / name
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
