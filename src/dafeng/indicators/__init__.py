"""Indicators computed from records, assessed against the plan's targets, and forecast."""
