"""Fairlead: lead a sales team from what the CRM already knows."""

__version__ = "0.1.0"
