CREATE TABLE IF NOT EXISTS contact (
    participant_key       INTEGER PRIMARY KEY,
    phone                 TEXT NOT NULL,
    email                 TEXT NOT NULL,
    address_province_code TEXT NOT NULL,    -- all four empty: the residence
    address_district_code TEXT NOT NULL,
    address_commune_code  TEXT NOT NULL,
    address_detail        TEXT NOT NULL,
    confirm_date          TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS health_condition (
    participant_key INTEGER PRIMARY KEY,
    blood_group     TEXT NOT NULL,          -- empty: unknown
    conditions      TEXT NOT NULL,          -- ICD-10 codes, a blank between two
    source          INTEGER NOT NULL,
    confirm_date    TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS welfare (
    participant_key   INTEGER PRIMARY KEY,
    poverty           INTEGER NOT NULL,
    merit_code        TEXT NOT NULL,        -- empty: none
    disability        INTEGER NOT NULL,
    monthly_allowance INTEGER NOT NULL,
    source            INTEGER NOT NULL,
    confirm_date      TEXT NOT NULL
);
