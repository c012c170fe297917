"""What all screens share: the page around them, the components, who may see them, how a refusal is answered."""
