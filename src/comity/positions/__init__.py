"""Coordination of positions: a matrix for each question, joint text, the Word round trip."""
