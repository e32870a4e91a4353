"""Readers of official lists: one module per authority, found through `registry`."""
