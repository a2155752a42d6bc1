"""Combine the rows of all documents: meetings, persons, cases, matters."""
