"""The definitions of the law (part A), each named once; measures are built from them."""
