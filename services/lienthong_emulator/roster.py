"""Every agency the emulator can play, beside `control`."""

from lienthong_emulator.exchange.agency import AGENCY as EXCHANGE
from lienthong_emulator.insurance.agency import AGENCY as INSURANCE
from lienthong_emulator.justice.agency import AGENCY as JUSTICE
from lienthong_emulator.population.agency import AGENCY as POPULATION
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.tax.agency import AGENCY as TAX

ROSTER: dict[str, Agency] = {agency.name: agency for agency in (POPULATION, JUSTICE, TAX, EXCHANGE, INSURANCE)}
