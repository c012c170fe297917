"""Base: what every room stands on - refusals, two-language text, dates. It knows nothing of the other rooms."""
