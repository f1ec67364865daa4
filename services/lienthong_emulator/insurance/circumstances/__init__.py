"""Groups b, h and i: how to reach a person, their health, their welfare."""
