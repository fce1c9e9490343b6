"""What a person is given: their records, masked for others, and the report around them."""
