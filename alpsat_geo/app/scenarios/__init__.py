"""The scenarios that a visitor builds, keeps and shares."""
