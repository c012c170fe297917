"""A slow second reading of registers.md: an oracle for differential tests,
written from the page alone and sharing no code with the product."""
