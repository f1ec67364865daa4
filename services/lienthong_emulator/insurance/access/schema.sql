-- A person lets another party see some of their data (decree 43/2021, article 10, clause 8).
CREATE TABLE IF NOT EXISTS consent (
    consent_number  INTEGER PRIMARY KEY,
    participant_key INTEGER NOT NULL,
    grantee         TEXT NOT NULL,
    groups_seen     TEXT NOT NULL,    -- letters of the decree, a blank between two
    purpose         TEXT NOT NULL,    -- empty: any
    valid_from      TEXT NOT NULL,
    valid_to        TEXT NOT NULL,    -- empty: until it is withdrawn
    create_time     TEXT NOT NULL,    -- as all times here on the world's clock, in UTC
    withdraw_time   TEXT NOT NULL     -- empty: it stands
);
CREATE INDEX IF NOT EXISTS consent_by_participant ON consent (participant_key, grantee);
