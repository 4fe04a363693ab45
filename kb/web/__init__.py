"""The pages. They call the product and draw what it returns; no page decides anything."""
