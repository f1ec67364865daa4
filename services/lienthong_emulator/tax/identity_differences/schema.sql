-- What insurance holds otherwise under the same tax code; what differs again is the same row.
CREATE TABLE IF NOT EXISTS identity_difference (
    position          INTEGER PRIMARY KEY,     -- from 1
    difference_id     TEXT NOT NULL UNIQUE,
    taxpayer_key      INTEGER NOT NULL,
    field             INTEGER NOT NULL,
    held_by_insurance TEXT NOT NULL,
    held_by_tax       TEXT NOT NULL,
    state             INTEGER NOT NULL,
    corrected_value   TEXT NOT NULL,
    note              TEXT NOT NULL,
    receive_time      TEXT NOT NULL,
    end_time          TEXT NOT NULL,           -- empty: it waits
    revision          INTEGER NOT NULL,
    UNIQUE (taxpayer_key, field, held_by_insurance, held_by_tax)
);
