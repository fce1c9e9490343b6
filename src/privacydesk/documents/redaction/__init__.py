"""Applies findings and decisions to records: what leaves here is what every output is made of."""
