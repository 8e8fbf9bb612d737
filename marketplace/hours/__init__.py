"""Hours that people spend on reuse: a log for exchange of experience and for the report to the funder."""
