"""The law and the registers of a demo city like Moscow. A demonstration, not legal advice."""
