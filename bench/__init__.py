"""Benchmarks and long checks: `./run bench NAME`. Each prints what it ran and one JSON line at the end."""
