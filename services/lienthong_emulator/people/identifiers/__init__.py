"""The numbers that people, households and organisations carry."""
