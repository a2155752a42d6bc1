"""Rows of all documents to things: meetings, persons, cases."""
