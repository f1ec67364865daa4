CREATE TABLE IF NOT EXISTS citizen (
    citizen_id           TEXT PRIMARY KEY,
    personal_number      TEXT NOT NULL,             -- empty: has only a CMND yet
    full_name            TEXT NOT NULL,
    birth_year           INTEGER NOT NULL,
    birth_month          INTEGER NOT NULL,          -- 0: not recorded
    birth_day            INTEGER NOT NULL,          -- 0: not recorded
    sex                  INTEGER NOT NULL,
    ethnic_group         TEXT NOT NULL,
    nationality          TEXT NOT NULL,
    registration_commune TEXT NOT NULL,
    hometown_province    TEXT NOT NULL,
    hometown_district    TEXT NOT NULL,
    hometown_commune     TEXT NOT NULL,
    hometown_detail      TEXT NOT NULL,
    residence_province   TEXT NOT NULL,
    residence_district   TEXT NOT NULL,
    residence_commune    TEXT NOT NULL,
    residence_detail     TEXT NOT NULL,
    mother_id            TEXT NOT NULL,             -- empty: not known here
    father_id            TEXT NOT NULL,
    death_date           TEXT NOT NULL              -- empty: alive
);
CREATE INDEX IF NOT EXISTS citizen_by_mother ON citizen (mother_id, birth_year, birth_month, birth_day) WHERE mother_id <> '';
CREATE INDEX IF NOT EXISTS citizen_by_father ON citizen (father_id, birth_year, birth_month, birth_day) WHERE father_id <> '';

CREATE TABLE IF NOT EXISTS identity_number (
    value      TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    citizen_id TEXT NOT NULL,
    superseded INTEGER NOT NULL,                    -- 1: the citizen carries a newer number
    PRIMARY KEY (value, kind, citizen_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identity_number_by_citizen ON identity_number (citizen_id);

CREATE TABLE IF NOT EXISTS insurance_facts (
    personal_number         TEXT PRIMARY KEY,
    social_insurance_number TEXT NOT NULL,
    card_number             TEXT NOT NULL,
    valid_from              TEXT NOT NULL,
    valid_to                TEXT NOT NULL,
    initial_facility        TEXT NOT NULL
) WITHOUT ROWID;
