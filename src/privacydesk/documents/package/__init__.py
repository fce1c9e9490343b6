"""The Article 20 portability package: a Data Package of JSON and CSV with schemas and files."""
