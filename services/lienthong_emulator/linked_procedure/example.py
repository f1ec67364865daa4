"""The project's example dossiers: five invented births, received on 05/01/2022."""

from pathlib import Path


def example_dossiers() -> bytes:
    """A JSON list for `read_dossiers`: an ordinary birth, late twins, an unknown father, a child nearly five."""
    return Path(__file__).with_name("data").joinpath("birth-dossiers.json").read_bytes()
