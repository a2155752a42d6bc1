"""Danish municipal minutes as tidy tables of meetings, agenda items and decisions."""
