-- Keys are numbers that people carry, as whole numbers: participant 0122900000 is 122900000, and so with households.

CREATE TABLE IF NOT EXISTS household (
    household_key         INTEGER PRIMARY KEY,  -- the household code
    address_province_code TEXT NOT NULL,
    address_district_code TEXT NOT NULL,
    address_commune_code  TEXT NOT NULL,
    address_detail        TEXT NOT NULL,
    confirm_date          TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS participant (
    participant_key         INTEGER PRIMARY KEY,  -- the social-insurance number
    full_name               TEXT NOT NULL,
    birth_year              INTEGER NOT NULL,
    birth_month             INTEGER NOT NULL,     -- 0: not recorded
    birth_day               INTEGER NOT NULL,     -- 0: not recorded
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
    household_key           INTEGER NOT NULL,
    place_in_household      INTEGER NOT NULL,     -- rises in the order in which members join
    relation                TEXT NOT NULL,
    source                  INTEGER NOT NULL,     -- of group a: see sources.py
    confirm_date            TEXT NOT NULL,        -- empty: population never confirmed group a
    death_date              TEXT NOT NULL         -- empty: alive
);
CREATE INDEX IF NOT EXISTS participant_by_household ON participant (household_key, place_in_household);
CREATE INDEX IF NOT EXISTS participant_by_birth ON participant (birth_year, birth_month, birth_day);

-- Every number but the current social-insurance number, which is the key.
CREATE TABLE IF NOT EXISTS participant_number (
    value           TEXT NOT NULL,
    kind            INTEGER NOT NULL,
    participant_key INTEGER NOT NULL,
    superseded      INTEGER NOT NULL,
    fingerprint     INTEGER,                      -- of what is held, by the rule below; NULL: not known
    PRIMARY KEY (value, kind, participant_key)
) WITHOUT ROWID;
-- Fingerprints: fingerprint-1 vn-names-1 vn-dates-1 exact-1 vn-places-1 numbers-1 (another rule, another schema).
CREATE INDEX IF NOT EXISTS participant_number_by_participant
    ON participant_number (participant_key, superseded, kind, value, fingerprint);

CREATE TABLE IF NOT EXISTS relative (
    participant_key INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    full_name       TEXT NOT NULL,
    number_kind     INTEGER NOT NULL,
    number          TEXT NOT NULL,                -- empty: unknown
    PRIMARY KEY (participant_key, kind)
) WITHOUT ROWID;
-- Where a person's name or number changes, what is held of them beside others changes too.
CREATE INDEX IF NOT EXISTS relative_by_number ON relative (number) WHERE number <> '';

-- Whatever a fingerprint is made of, a change of it forgets the fingerprint, whoever writes: none is ever older than that.
CREATE TRIGGER IF NOT EXISTS fingerprint_of_participant_added AFTER INSERT ON participant FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE participant_key = NEW.participant_key;
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_participant_changed
AFTER UPDATE OF full_name, birth_year, birth_month, birth_day, sex,
    residence_province_code, residence_district_code, residence_commune_code, death_date
ON participant FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE participant_key = NEW.participant_key;
END;
-- Who shares a number has none: they may be one person who is held twice, of which a fingerprint tells nothing.
CREATE TRIGGER IF NOT EXISTS fingerprint_of_number_added AFTER INSERT ON participant_number FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE value = NEW.value;
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_number_changed
AFTER UPDATE OF value, kind, participant_key, superseded ON participant_number FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE value = NEW.value;
END;
UPDATE participant_number SET fingerprint = NULL
WHERE fingerprint IS NOT NULL AND value IN (
    SELECT value FROM participant_number WHERE superseded = 0 GROUP BY value, kind HAVING count(*) > 1
);
CREATE TRIGGER IF NOT EXISTS fingerprint_of_relative_added AFTER INSERT ON relative FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE participant_key = NEW.participant_key;
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_relative_changed AFTER UPDATE ON relative FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE participant_key IN (NEW.participant_key, OLD.participant_key);
END;
CREATE TRIGGER IF NOT EXISTS fingerprint_of_relative_removed AFTER DELETE ON relative FOR EACH ROW
BEGIN
    UPDATE participant_number SET fingerprint = NULL WHERE participant_key = OLD.participant_key;
END;
