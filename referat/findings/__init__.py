"""Sentences from the frames of the analyses: frames in, text out."""
