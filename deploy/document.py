"""Generates the pages of `docs/` that repeat what stands elsewhere; `--check` names those that are stale."""

import sys
from pathlib import Path

from pages.cli import cli_page
from pages.contract import contract_page
from pages.differences import differences_page
from pages.people import people_page

HOME = Path(__file__).parents[1]
SOURCES = HOME / "build" / "contract-with-source.binpb"
DOCS = HOME / "docs"


def main() -> int:
    pages = {
        "contract.md": contract_page(SOURCES.read_bytes()),
        "cli.md": cli_page(),
        "differences.md": differences_page(),
        "people.md": people_page(),
    }
    if "--check" in sys.argv[1:]:
        return _check(pages)
    for name, text in pages.items():
        (DOCS / name).write_text(text, "utf-8")
    return 0


def _check(pages: dict[str, str]) -> int:
    stale = [name for name, text in pages.items() if _held(name) != text]
    for name in stale:
        print(f"docs/{name} is stale: run 'make docs' and commit")
    if not stale:
        print("docs: ok")
    return len(stale)


def _held(name: str) -> str:
    path = DOCS / name
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
