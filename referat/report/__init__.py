"""Built tables to a report: web pages from notebooks, and pages to follow each matter, body and meeting."""
