"""Figures from the analyses' frames in one house style, each with a caption and an alt text."""
