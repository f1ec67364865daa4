CREATE TABLE IF NOT EXISTS discrepancy (
    position             INTEGER PRIMARY KEY,
    discrepancy_id       TEXT NOT NULL UNIQUE,
    subject_key          INTEGER NOT NULL,       -- 0: the number leads to nobody, or to more than one
    person               TEXT NOT NULL,          -- resource name of the subject
    number_kind          INTEGER NOT NULL,
    number               TEXT NOT NULL,
    field                TEXT NOT NULL,
    reporter             TEXT NOT NULL,
    reporter_discrepancy TEXT NOT NULL,          -- the reporter's own; empty: it keeps none
    reported_value       TEXT NOT NULL,
    outcome              TEXT NOT NULL,          -- empty: nothing was compared
    subject              TEXT NOT NULL,          -- as above
    reasons              TEXT NOT NULL,          -- separated by blanks
    state                TEXT NOT NULL,
    due_time             TEXT NOT NULL,
    reported_to          TEXT NOT NULL,          -- empty: no other register was told
    forwarded_to         TEXT NOT NULL,
    change_event         TEXT NOT NULL,
    note                 TEXT NOT NULL,
    create_time          TEXT NOT NULL,
    update_time          TEXT NOT NULL,
    case_id              TEXT NOT NULL,
    revision             INTEGER NOT NULL
);
-- What a verification asks: few are open, so the index is small and hot.
CREATE INDEX IF NOT EXISTS discrepancy_under_review ON discrepancy (subject_key, field)
    WHERE state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED');
-- One that is reported again is the same, unless it was corrected or withdrawn.
CREATE INDEX IF NOT EXISTS discrepancy_standing ON discrepancy (subject_key, field, reporter, number)
    WHERE state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED', 'UPHELD');
CREATE INDEX IF NOT EXISTS discrepancy_by_reporters_own ON discrepancy (reporter_discrepancy)
    WHERE reporter_discrepancy <> '';
