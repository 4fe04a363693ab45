"""What is known, and the conductor: the store, the catalogue, asking, and the shells."""
