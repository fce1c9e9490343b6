"""Ids that no later row may get again."""

# Ids that are quoted elsewhere without a reference (audit chain, consultations, documents): after
# an erasure SQLite would give the highest one to somebody else.
NEVER_REUSED = {"sqlite_autoincrement": True}
