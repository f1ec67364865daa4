"""Doors through which facilities send files: claims, check-ins and documents, in the shapes of the card gateway."""
