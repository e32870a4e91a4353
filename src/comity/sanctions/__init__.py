"""Sanctions: from official lists to a gap that two capitals agree to close."""
