"""Relations within a household in words (quan hệ với chủ hộ)."""

from __future__ import annotations

from typing import Final

import numpy as np

from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.folk.families import Relation

_BY_SEX: Final = {
    Relation.HEAD: ("Chủ hộ", "Chủ hộ"),
    Relation.SPOUSE: ("Chồng", "Vợ"),
    Relation.CHILD: ("Con", "Con"),
    Relation.PARENT: ("Cha", "Mẹ"),
    Relation.CHILD_IN_LAW: ("Con rể", "Con dâu"),
    Relation.GRANDCHILD: ("Cháu", "Cháu"),
    Relation.SIBLING: ("Anh, em", "Chị, em"),
    Relation.OTHER: ("Người thân", "Người thân"),
}
_WORDS: Final = np.array([("", ""), *(_BY_SEX[relation] for relation in Relation)], np.object_)


def in_words(relation: Ints, sex: Ints) -> list[str]:
    return _WORDS[relation, sex - 1].tolist()
