"""The management report: two pages from the tables, on which every number leads to its rows."""
