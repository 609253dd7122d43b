"""Are the policy's sources still where we read them, and which facts wait longest to be read again? `make sources`."""
