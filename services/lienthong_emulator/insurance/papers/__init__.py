"""Papers of health facilities that others build on: birth notices, death notices, certificates of leave."""
