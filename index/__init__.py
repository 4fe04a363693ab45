"""Passages become searchable: analysis, embedding models, retrieval, fusion, generations on disk, evaluation."""
