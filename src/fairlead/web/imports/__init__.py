"""Exports in, and everything made anew from them."""
