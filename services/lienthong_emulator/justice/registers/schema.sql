-- What a world begins with. Births that come of a dossier stand in birth_record (civil_status), which a dossier leads to.
-- Keys are those of the people in every agency; 0 is nobody.

CREATE TABLE IF NOT EXISTS registered_person (
    person_key      INTEGER PRIMARY KEY,
    full_name       TEXT NOT NULL,
    birth_year      INTEGER NOT NULL,
    birth_month     INTEGER NOT NULL,        -- 0: not recorded
    birth_day       INTEGER NOT NULL,        -- 0: not recorded
    sex             INTEGER NOT NULL,
    ethnic_group    TEXT NOT NULL,
    nationality     TEXT NOT NULL,
    personal_number TEXT NOT NULL,           -- empty: not on record
    cmnd            TEXT NOT NULL            -- empty: not on record
);
CREATE INDEX IF NOT EXISTS registered_person_by_number ON registered_person (personal_number) WHERE personal_number <> '';
CREATE INDEX IF NOT EXISTS registered_person_by_cmnd ON registered_person (cmnd) WHERE cmnd <> '';

-- In each register `entry` counts from 1 within a commune and a year: it gives number, book and page.

CREATE TABLE IF NOT EXISTS birth (
    person_key          INTEGER PRIMARY KEY,
    place_entry         INTEGER NOT NULL,
    place_registered_on TEXT NOT NULL,
    place_commune       TEXT NOT NULL,
    registration_kind   INTEGER NOT NULL,
    mother_key          INTEGER NOT NULL,
    mother_name         TEXT NOT NULL,       -- as recorded; empty: as she is called herself
    father_key          INTEGER NOT NULL,
    father_name         TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS marriage (
    husband_key         INTEGER NOT NULL,
    wife_key            INTEGER NOT NULL,
    place_entry         INTEGER NOT NULL,
    place_registered_on TEXT NOT NULL,
    place_commune       TEXT NOT NULL,
    PRIMARY KEY (husband_key, wife_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marriage_by_wife ON marriage (wife_key);

CREATE TABLE IF NOT EXISTS death (
    person_key          INTEGER PRIMARY KEY,
    place_entry         INTEGER NOT NULL,
    place_registered_on TEXT NOT NULL,
    place_commune       TEXT NOT NULL,
    died                TEXT NOT NULL
);
