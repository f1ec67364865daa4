"""What insurance does with changes at population: group a follows, and the card of who died is locked."""
