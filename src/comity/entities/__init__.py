"""Entities: which listings are the same person, organisation, vessel or aircraft."""
