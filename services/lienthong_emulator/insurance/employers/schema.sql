CREATE TABLE IF NOT EXISTS employer (
    unit_code                 TEXT PRIMARY KEY,
    full_name                 TEXT NOT NULL,
    enterprise_code           TEXT NOT NULL,
    establishment_decision    TEXT NOT NULL,
    tax_code                  TEXT NOT NULL,
    head_office_province_code TEXT NOT NULL,
    head_office_district_code TEXT NOT NULL,
    head_office_commune_code  TEXT NOT NULL,
    head_office_detail        TEXT NOT NULL,
    business_line             TEXT NOT NULL,
    phone                     TEXT NOT NULL,
    email                     TEXT NOT NULL,
    type                      INTEGER NOT NULL,
    payment_months            INTEGER NOT NULL,
    source                    INTEGER NOT NULL,
    confirm_date              TEXT NOT NULL
) WITHOUT ROWID;
-- Where an employer stands at the tax service since insurance heard of a change there.
CREATE TABLE IF NOT EXISTS employer_at_tax (
    tax_code    TEXT PRIMARY KEY,
    revision    INTEGER NOT NULL,        -- of the taxpayer: what is older comes too late
    status      TEXT NOT NULL,           -- 00 to 07 and 09
    since       TEXT NOT NULL,
    tax_office  TEXT NOT NULL,
    merged_into TEXT NOT NULL,           -- empty: the code stands
    event_id    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS employer_by_tax_code ON employer (tax_code);
