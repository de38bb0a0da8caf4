"""Emission factors, and accounts of operation, construction, materials and municipal services."""
