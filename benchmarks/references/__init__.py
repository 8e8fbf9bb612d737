"""Other engines, asked the same of the same listings: each builds an index in a folder and gives what answers."""
