"""Lighthouse on each kind of page."""
