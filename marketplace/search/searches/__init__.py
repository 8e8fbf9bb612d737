"""What is searched for, counted without persons."""
