"""The tester's own service: worlds, their clocks, cases over all agencies, and the journal of calls."""
