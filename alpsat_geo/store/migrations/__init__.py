"""Migrations of the tables, run on opening.

A change of `tables.py` comes with one new file in ``versions/`` and its number in ``LATEST_REVISION``; the tests
compare the tables that the migrations make with those that the code expects. Nothing is ever downgraded.
"""
