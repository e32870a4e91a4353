"""Comity: the software behind a standing consultation mechanism between governments."""
