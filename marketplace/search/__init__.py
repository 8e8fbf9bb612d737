"""Finding listings: one analysis of Norwegian, one port, and engines that fill it."""
