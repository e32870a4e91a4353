"""Initiatives: what parties need, offer, pledge and deliver together."""
