"""A file becomes a directive: reading, structure, citations."""
