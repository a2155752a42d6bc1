"""The build: from a folder of minutes to a folder of tables."""
