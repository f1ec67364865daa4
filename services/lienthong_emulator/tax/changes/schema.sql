-- Every change that this register made of a taxpayer, in the transaction that made it.
CREATE TABLE IF NOT EXISTS taxpayer_change (
    event_id     TEXT PRIMARY KEY,
    taxpayer_key INTEGER NOT NULL,
    revision     INTEGER NOT NULL,        -- that the change made
    kind         TEXT NOT NULL,
    event_date   TEXT NOT NULL,
    record_time  TEXT NOT NULL,
    caused_by    TEXT NOT NULL,
    UNIQUE (taxpayer_key, revision)
);
