"""Reports: frozen rows, one form for each question."""
