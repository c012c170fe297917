"""What the templates of the workplace say in their own way."""
