CREATE TABLE IF NOT EXISTS death_dossier (
    position            INTEGER PRIMARY KEY,
    dossier_id          TEXT NOT NULL UNIQUE,
    linked_dossier_id   TEXT NOT NULL,
    one_stop_dossier_id TEXT NOT NULL,
    case_id             TEXT NOT NULL,
    on_behalf_of        TEXT NOT NULL,
    state               TEXT NOT NULL,
    step                TEXT NOT NULL,      -- empty: nothing is under way
    notice_number       TEXT NOT NULL,
    deceased_key        TEXT NOT NULL,      -- the number, else name and birth date
    declaration         BLOB NOT NULL,
    file_time           TEXT NOT NULL,
    due_date            TEXT NOT NULL,
    follow_up_due_date  TEXT NOT NULL,      -- of what follows the entry, or its revocation
    supplement_due_date TEXT NOT NULL,      -- empty: not returned
    record_id           TEXT NOT NULL,      -- empty: not registered yet
    allowance           BLOB NOT NULL,      -- empty: insurance has not decided
    refusal             BLOB NOT NULL,      -- empty: none
    attempts            INTEGER NOT NULL,
    revision            INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS death_dossier_by_linked_id ON death_dossier (linked_dossier_id) WHERE linked_dossier_id <> '';
CREATE INDEX IF NOT EXISTS death_dossier_by_notice ON death_dossier (notice_number) WHERE notice_number <> '';
CREATE INDEX IF NOT EXISTS death_dossier_by_deceased ON death_dossier (deceased_key);
CREATE INDEX IF NOT EXISTS death_dossier_under_way ON death_dossier (position) WHERE step <> '';

-- Entries that came of a dossier; those with which the world began stand in `death` (registers). What was revoked stays.
CREATE TABLE IF NOT EXISTS death_record (
    record_id           TEXT PRIMARY KEY,
    person_key          INTEGER NOT NULL,   -- 0: no register names the person
    place_entry         INTEGER NOT NULL,
    place_registered_on TEXT NOT NULL,
    place_commune       TEXT NOT NULL,
    number_kind         INTEGER NOT NULL,
    number              TEXT NOT NULL,      -- empty: none was declared
    full_name           TEXT NOT NULL,
    birth_year          INTEGER NOT NULL,
    birth_month         INTEGER NOT NULL,   -- 0: not known
    birth_day           INTEGER NOT NULL,   -- 0: not known
    sex                 INTEGER NOT NULL,
    died                TEXT NOT NULL,
    registration_kind   INTEGER NOT NULL,
    dossier_id          TEXT NOT NULL,
    revoke_time         TEXT NOT NULL,      -- empty: it stands
    revoke_reason       TEXT NOT NULL,
    revision            INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS death_record_by_person ON death_record (person_key) WHERE person_key <> 0;
CREATE INDEX IF NOT EXISTS death_record_by_number ON death_record (number) WHERE number <> '';
