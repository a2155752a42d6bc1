"""Build the report from tables: web pages of the notebooks, and pages for each matter, body and meeting."""
