-- Everybody with a number has group d, of which most may be empty; group e has whoever paid into it.

CREATE TABLE IF NOT EXISTS social_insurance (
    participant_key INTEGER PRIMARY KEY,
    managing_agency TEXT NOT NULL,
    unit_code       TEXT NOT NULL,          -- empty: no unit declares the person
    object          INTEGER NOT NULL,
    payment_months  INTEGER NOT NULL,
    tax_code        TEXT NOT NULL,
    confirm_date    TEXT NOT NULL
);

-- Whom the tax service pays attention to is found by it.
CREATE INDEX IF NOT EXISTS social_insurance_by_tax_code ON social_insurance (tax_code) WHERE tax_code <> '';

CREATE TABLE IF NOT EXISTS unemployment_insurance (
    participant_key INTEGER PRIMARY KEY,
    reserved_months INTEGER NOT NULL,
    confirm_date    TEXT NOT NULL
);

-- Months are whole numbers: December 2021 is 202112; 0 for the last month of what goes on.

CREATE TABLE IF NOT EXISTS contribution (
    participant_key INTEGER NOT NULL,
    first_month     INTEGER NOT NULL,
    funds           INTEGER NOT NULL,       -- sum: 1 social, 2 accident, 4 health, 8 unemployment
    last_month      INTEGER NOT NULL,
    unit_code       TEXT NOT NULL,
    salary          INTEGER NOT NULL,
    PRIMARY KEY (participant_key, first_month, funds)
) WITHOUT ROWID;
-- Where units are asked what they owe.
CREATE INDEX IF NOT EXISTS contribution_by_unit ON contribution (unit_code, last_month) WHERE unit_code <> '';

CREATE TABLE IF NOT EXISTS benefit (
    participant_key INTEGER NOT NULL,
    first_month     INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    last_month      INTEGER NOT NULL,
    amount          INTEGER NOT NULL,
    days            INTEGER NOT NULL,
    PRIMARY KEY (participant_key, first_month, kind)
) WITHOUT ROWID;
