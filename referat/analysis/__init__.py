"""Answers from the tables: pure functions, frames in and a frame out; they read no file and draw nothing."""
