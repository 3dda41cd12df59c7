"""Tests in a real browser: the package ends with its browser and its server, which no other test needs."""
