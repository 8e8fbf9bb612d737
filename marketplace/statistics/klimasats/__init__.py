"""The report to Klimasats: results so far, the next three years, the longer term, and hours of one's own."""
