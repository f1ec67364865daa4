"""Amounts with a long tail, as salaries and sizes of employers have one."""

from __future__ import annotations

import numpy as np

from lienthong_emulator.people.draws import Chance, Floats, Ints


def lognormal(chance: Chance, what: str, index: Ints, spread: Floats) -> Floats:
    """Draws around a median of 1; `spread` is the standard deviation of their logarithm (Box and Muller)."""
    radius = np.sqrt(-2.0 * np.log1p(-chance.uniform(f"{what}, radius", index)))
    return np.exp(spread * radius * np.cos(2.0 * np.pi * chance.uniform(f"{what}, angle", index)))
