"""The search beside Pagefind, and on ten thousand pages."""
