"""Measures Dalil against its peers, on one corpus, through the real command lines."""
