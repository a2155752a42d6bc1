"""Tables, columns, allowed values and problem codes, each defined once."""
