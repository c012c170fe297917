"""Millbrook, a town that never was: the smallest whole pack of law, to read first and to test the engine with."""
