-- Keys are tax codes as whole numbers, 13 digits each: 0100109106 is 100109106000, 0100109106-001 is 100109106001.

CREATE TABLE IF NOT EXISTS organisation (
    taxpayer_key              INTEGER PRIMARY KEY,
    full_name                 TEXT NOT NULL,
    head_office_province_code TEXT NOT NULL,
    head_office_district_code TEXT NOT NULL,
    head_office_commune_code  TEXT NOT NULL,
    head_office_detail        TEXT NOT NULL,
    business_line             TEXT NOT NULL,
    economic_type             INTEGER NOT NULL,
    phone                     TEXT NOT NULL,
    email                     TEXT NOT NULL,
    status                    TEXT NOT NULL,     -- 00 to 07 and 09
    founded                   TEXT NOT NULL,     -- empty: not on record
    ended                     TEXT NOT NULL,     -- empty: not ended
    headcount                 INTEGER NOT NULL,
    revision                  INTEGER NOT NULL
);

-- Tax codes that were merged into another: they lead to it.
CREATE TABLE IF NOT EXISTS merged_tax_code (
    old_key      INTEGER PRIMARY KEY,
    taxpayer_key INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS person (
    taxpayer_key            INTEGER PRIMARY KEY,
    full_name               TEXT NOT NULL,
    birth_year              INTEGER NOT NULL,
    birth_month             INTEGER NOT NULL,    -- 0: not recorded
    birth_day               INTEGER NOT NULL,    -- 0: not recorded
    sex                     INTEGER NOT NULL,
    nationality             TEXT NOT NULL,
    personal_number         TEXT NOT NULL,       -- empty: not on record
    cmnd                    TEXT NOT NULL,       -- empty: not on record
    residence_province_code TEXT NOT NULL,
    residence_district_code TEXT NOT NULL,
    residence_commune_code  TEXT NOT NULL,
    residence_detail        TEXT NOT NULL,
    phone                   TEXT NOT NULL,
    email                   TEXT NOT NULL,
    died                    TEXT NOT NULL,       -- empty: alive
    revision                INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS person_by_personal_number ON person (personal_number) WHERE personal_number <> '';
CREATE INDEX IF NOT EXISTS person_by_cmnd ON person (cmnd) WHERE cmnd <> '';

CREATE TABLE IF NOT EXISTS income_payment (
    employer_key       INTEGER NOT NULL,
    month              INTEGER NOT NULL,         -- 202112: December 2021
    person_key         INTEGER NOT NULL,
    income             INTEGER NOT NULL,
    insurance_deducted INTEGER NOT NULL,
    PRIMARY KEY (employer_key, month, person_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS income_payment_by_person ON income_payment (person_key, month, employer_key);
