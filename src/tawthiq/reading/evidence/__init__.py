"""Citations: links, addresses, promises, footnotes and named works."""
