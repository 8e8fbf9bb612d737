"""The embedded engine: Whoosh writes, merges and keeps; arrays over its postings answer."""
