"""Absences, arrivals, departures and substitutes in the text of a decision."""
