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
    fingerprint INTEGER,                               -- of what is held, by the rule below; NULL: not known
    PRIMARY KEY (value, kind, citizen_key)
) WITHOUT ROWID;
-- Fingerprints: fingerprint-1 vn-names-1 vn-dates-1 exact-1 vn-places-1 numbers-1 (another rule, another schema).
CREATE INDEX IF NOT EXISTS identity_number_by_citizen ON identity_number (citizen_key, superseded, kind);

-- Whatever a fingerprint is made of, a change of it forgets the fingerprint, whoever writes: none is ever older than that.
CREATE TRIGGER IF NOT EXISTS fingerprint_of_citizen_added AFTER INSERT ON citizen FOR EACH ROW
BEGIN
    UPDATE identity_number SET fingerprint = NULL WHERE citizen_key = NEW.citizen_key;
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_citizen_changed
AFTER UPDATE OF full_name, birth_date_year, birth_date_month, birth_date_day, birth_defaulted, sex,
    residence_province_code, residence_district_code, residence_commune_code, mother_key, father_key, death_date
ON citizen FOR EACH ROW
BEGIN
    UPDATE identity_number SET fingerprint = NULL WHERE citizen_key = NEW.citizen_key;
END;
-- The numbers of parents are part of it.
CREATE TRIGGER IF NOT EXISTS fingerprint_of_number_added AFTER INSERT ON identity_number FOR EACH ROW
BEGIN
    UPDATE identity_number SET fingerprint = NULL WHERE citizen_key IN (
        SELECT citizen_key FROM citizen WHERE mother_key = NEW.citizen_key AND mother_key <> 0
        UNION ALL SELECT citizen_key FROM citizen WHERE father_key = NEW.citizen_key AND father_key <> 0
    );
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_number_changed
AFTER UPDATE OF value, kind, citizen_key, superseded ON identity_number FOR EACH ROW
BEGIN
    UPDATE identity_number SET fingerprint = NULL WHERE citizen_key IN (NEW.citizen_key, OLD.citizen_key)
        OR citizen_key IN (
            SELECT citizen_key FROM citizen WHERE mother_key IN (NEW.citizen_key, OLD.citizen_key) AND mother_key <> 0
            UNION ALL
            SELECT citizen_key FROM citizen WHERE father_key IN (NEW.citizen_key, OLD.citizen_key) AND father_key <> 0
        );
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_number_removed AFTER DELETE ON identity_number FOR EACH ROW
BEGIN
    UPDATE identity_number SET fingerprint = NULL WHERE citizen_key IN (
        SELECT citizen_key FROM citizen WHERE mother_key = OLD.citizen_key AND mother_key <> 0
        UNION ALL SELECT citizen_key FROM citizen WHERE father_key = OLD.citizen_key AND father_key <> 0
    );
END;

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
