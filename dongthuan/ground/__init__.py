"""Ground floor: what every room above stands on, from pure words and numbers to files."""
