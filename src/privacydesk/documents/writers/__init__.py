"""One module per output format; all write the same `Document`."""
