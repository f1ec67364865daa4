"""A few families with stories, as two batches of a nation."""

from collections.abc import Iterator, Sequence

from lienthong_emulator.justice.rows import Registrars
from lienthong_emulator.people.registers.versions import Addresses, People, Relatives, Version
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows

LAN, HUNG, MINH, GRANDMOTHER, GRANDFATHER, TWIN = 1001, 1002, 1003, 1004, 1005, 1006


def people_of(*rows: Sequence[object]) -> People:
    """From rows of: key, name, birth, sex, personal number, CMND, day of death, mother, father, spouse."""
    key, name, births, sex, number, cmnd, died, mother, father, spouse = (
        list(column) for column in zip(*rows, strict=True)
    )
    dates = [(*map(int, str(birth).split("-")), 0, 0)[:3] for birth in births]
    here = ["00166"] * len(rows)
    return People(  # type: ignore[arg-type] # columns of one type each
        key=key,
        full_name=name,
        birth_year=[year for year, _, _ in dates],
        birth_month=[month for _, month, _ in dates],
        birth_day=[day for _, _, day in dates],
        sex=sex,
        ethnic_group=["01"] * len(rows),
        nationality=["VN"] * len(rows),
        registration_commune=here,
        residence=Addresses(commune_code=here),
        personal_number=number,
        cmnd=cmnd,
        died=died,
        mother=mother,
        father=father,
        spouse=spouse,
    )


FAMILY = Version(
    people=people_of(
        (LAN, "Nguyễn Thị Lan", "1993-05-17", 2, "901193000017", "", "", GRANDMOTHER, GRANDFATHER, HUNG),
        (HUNG, "Trần Văn Hùng", "1990", 1, "", "990000018", "", 0, 0, LAN),
        (MINH, "Trần Minh", "2021-12-20", 1, "901221000001", "", "", LAN, HUNG, 0),
    ),
    relatives=Relatives(person=[MINH], kind=[1], full_name=["Nguyễn Thị Lân"]),
    people_so_far=3,
)
ELDERS = Version(
    people=people_of(
        (GRANDMOTHER, "Lê Thị Hoa", "1962-02-03", 2, "901162000001", "990000019", "", 0, 0, GRANDFATHER),
        (GRANDFATHER, "Nguyễn Văn Nam", "1955-11", 1, "901055000001", "", "2021-12-30", 0, 0, GRANDMOTHER),
        (TWIN, "Trần Minh", "2021-12-20", 1, "901221000001", "", "", LAN, HUNG, 0),
    ),
    people_so_far=5,
)
"""Minh's mother stands in his entry by another name; his twin is held under his number."""


def rows(nation: Nation) -> Iterator[Rows]:
    registrars = Registrars(nation.anchor)
    for version in (FAMILY, ELDERS):
        yield from registrars.rows_of_version(version)
