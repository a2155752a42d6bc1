"""Tables as data frames and files: types, Parquet, staging, redaction, pseudonyms."""
