-- Extracts name commune, number and year: that is how their entries are found.
CREATE INDEX IF NOT EXISTS birth_by_place ON birth (place_commune, place_entry);
CREATE INDEX IF NOT EXISTS marriage_by_place ON marriage (place_commune, place_entry);
CREATE INDEX IF NOT EXISTS death_by_place ON death (place_commune, place_entry);
CREATE INDEX IF NOT EXISTS birth_record_by_place ON birth_record (registration_commune, number);
CREATE INDEX IF NOT EXISTS marriage_record_by_place ON marriage_record (place_commune, place_entry);
CREATE INDEX IF NOT EXISTS death_record_by_place ON death_record (place_commune, place_entry);
