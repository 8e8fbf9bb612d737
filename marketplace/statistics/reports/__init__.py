"""Reports to read and print: typeset, accessible, in the reader's language."""
