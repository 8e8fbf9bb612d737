"""The thesaurus as people keep it: what ships, what they add, and what they turn off."""
