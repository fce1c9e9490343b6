"""Letters: what each must say, what it is told, how it is checked and laid out."""
