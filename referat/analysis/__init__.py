"""Analyses of the tables: pure functions that take frames and return a frame. They read no file and draw nothing."""
