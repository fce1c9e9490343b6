"""Whose is this? Decides from what it is given; knows no store."""
