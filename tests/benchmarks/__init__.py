"""What we promise, measured: `make bench`. Every speed is a ratio to a limit that is measured in the same run."""
