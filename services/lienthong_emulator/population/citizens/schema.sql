CREATE TABLE IF NOT EXISTS citizen (
    citizen_key             INTEGER PRIMARY KEY,
    personal_number         TEXT NOT NULL,             -- empty: has only a CMND yet
    full_name               TEXT NOT NULL,
    birth_date_year         INTEGER NOT NULL,
    birth_date_month        INTEGER NOT NULL,          -- 0: not recorded
    birth_date_day          INTEGER NOT NULL,          -- 0: not recorded
    birth_defaulted         INTEGER NOT NULL,          -- 1: only the year is known, 1 January stands for it
    sex                     INTEGER NOT NULL,
    ethnic_group            TEXT NOT NULL,
    nationality             TEXT NOT NULL,
    registration_commune    TEXT NOT NULL,
    hometown_province_code  TEXT NOT NULL,
    hometown_district_code  TEXT NOT NULL,
    hometown_commune_code   TEXT NOT NULL,
    hometown_detail         TEXT NOT NULL,
    residence_province_code TEXT NOT NULL,
    residence_district_code TEXT NOT NULL,
    residence_commune_code  TEXT NOT NULL,
    residence_detail        TEXT NOT NULL,
    mother_key              INTEGER NOT NULL,          -- 0: not known here
    father_key              INTEGER NOT NULL,
    death_date              TEXT NOT NULL,             -- empty: alive
    revision                INTEGER NOT NULL           -- rises by one with every change; the etag
);
CREATE INDEX IF NOT EXISTS citizen_by_mother ON citizen (mother_key, birth_date_year, birth_date_month, birth_date_day)
    WHERE mother_key <> 0;
CREATE INDEX IF NOT EXISTS citizen_by_father ON citizen (father_key, birth_date_year, birth_date_month, birth_date_day)
    WHERE father_key <> 0;

CREATE TABLE IF NOT EXISTS identity_number (
    value       TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    citizen_key INTEGER NOT NULL,
    superseded  INTEGER NOT NULL,                      -- 1: the citizen carries a newer number
    PRIMARY KEY (value, kind, citizen_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identity_number_by_citizen ON identity_number (citizen_key, superseded, kind);

-- What insurance says of a citizen, for the citizen to see.
CREATE TABLE IF NOT EXISTS insurance_facts (
    citizen_key             INTEGER PRIMARY KEY,
    social_insurance_number TEXT NOT NULL,
    card_number             TEXT NOT NULL,
    valid_from              TEXT NOT NULL,
    valid_to                TEXT NOT NULL,
    initial_facility        TEXT NOT NULL,
    card_locked             INTEGER NOT NULL           -- 1: the card cannot be used
);
