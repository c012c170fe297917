"""Tests of the made-up city: its shares against published ones, and that no row of it is bad."""
