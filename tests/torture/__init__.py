"""`make torture`: agencies die and links fail while changes are filed, and nothing is lost or twice."""
