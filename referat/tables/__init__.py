"""Rows as frames and files: types, Parquet, staging, redaction, pseudonyms."""
