"""Dalil: Markdown pages in several languages, rendered to plain files that any host can serve."""
