"""What is known of Norwegian words: stems, compounds and synonyms. No index, no listing."""
