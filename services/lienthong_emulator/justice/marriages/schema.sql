-- Entries made while the world runs; those with which it began stand in `marriage` (registers).
CREATE TABLE IF NOT EXISTS marriage_record (
    record_id           TEXT PRIMARY KEY,
    place_entry         INTEGER NOT NULL,
    place_registered_on TEXT NOT NULL,
    place_commune       TEXT NOT NULL,
    husband_person_key  INTEGER NOT NULL,   -- 0: no register names the person
    husband_full_name   TEXT NOT NULL,
    husband_birth_year  INTEGER NOT NULL,
    husband_birth_month INTEGER NOT NULL,   -- 0: not known
    husband_birth_day   INTEGER NOT NULL,   -- 0: not known
    husband_number_kind INTEGER NOT NULL,
    husband_number      TEXT NOT NULL,
    wife_person_key     INTEGER NOT NULL,   -- as of the husband
    wife_full_name      TEXT NOT NULL,
    wife_birth_year     INTEGER NOT NULL,
    wife_birth_month    INTEGER NOT NULL,
    wife_birth_day      INTEGER NOT NULL,
    wife_number_kind    INTEGER NOT NULL,
    wife_number         TEXT NOT NULL,
    position            INTEGER NOT NULL    -- from 1, in the order in which they were made
);
CREATE INDEX IF NOT EXISTS marriage_record_by_husband ON marriage_record (husband_person_key);
CREATE INDEX IF NOT EXISTS marriage_record_by_wife ON marriage_record (wife_person_key);
CREATE INDEX IF NOT EXISTS marriage_record_by_husbands_number ON marriage_record (husband_number);
CREATE INDEX IF NOT EXISTS marriage_record_by_wifes_number ON marriage_record (wife_number);
