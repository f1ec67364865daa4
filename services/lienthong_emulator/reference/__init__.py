"""Facts of the country that all services share, read from the files in `data/`."""
