"""A typeset PDF from a template."""
