"""Layers that a person brings: tables by INSEE code and shapes, read from bytes, judged and joined to the communes."""
