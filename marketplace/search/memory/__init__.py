"""The simplest filling of the port: everything in memory, nothing clever. For tests, and to hold others against."""
