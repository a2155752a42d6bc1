"""Pictures of the analyses' frames in one house style, each with a caption and a text for those who cannot see it."""
