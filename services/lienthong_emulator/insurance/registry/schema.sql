CREATE TABLE IF NOT EXISTS household (
    household_id   TEXT PRIMARY KEY,
    household_code TEXT NOT NULL UNIQUE,
    province       TEXT NOT NULL,
    district       TEXT NOT NULL,
    commune        TEXT NOT NULL,
    detail         TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS participant (
    participant_id       TEXT PRIMARY KEY,
    si_number            TEXT NOT NULL UNIQUE,
    full_name            TEXT NOT NULL,
    birth_year           INTEGER NOT NULL,
    birth_month          INTEGER NOT NULL,   -- 0: not recorded
    birth_day            INTEGER NOT NULL,   -- 0: not recorded
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
    household_id         TEXT NOT NULL,
    place_in_household   INTEGER NOT NULL,   -- rises in the order in which members join
    relation             TEXT NOT NULL,
    confirm_date         TEXT NOT NULL       -- when population last confirmed group a
);
CREATE INDEX IF NOT EXISTS participant_by_household ON participant (household_id, place_in_household);

CREATE TABLE IF NOT EXISTS participant_number (
    value          TEXT NOT NULL,
    kind           INTEGER NOT NULL,
    participant_id TEXT NOT NULL,
    superseded     INTEGER NOT NULL,
    PRIMARY KEY (value, kind, participant_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS participant_number_by_participant ON participant_number (participant_id);

CREATE TABLE IF NOT EXISTS relative (
    participant_id TEXT NOT NULL,
    kind           INTEGER NOT NULL,
    full_name      TEXT NOT NULL,
    number_kind    INTEGER NOT NULL,
    number         TEXT NOT NULL,            -- empty: unknown
    PRIMARY KEY (participant_id, kind)
) WITHOUT ROWID;
