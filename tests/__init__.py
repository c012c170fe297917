"""Tests: a folder for each room, and what holds the product against the outside."""
