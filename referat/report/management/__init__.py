"""The management report: two pages from the tables, with every number linked to its rows."""
