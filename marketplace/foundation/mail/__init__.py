"""Letters to people, by SMTP or kept in memory."""
