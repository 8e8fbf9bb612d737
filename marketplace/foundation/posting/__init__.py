"""Cards to other systems' webhooks, by HTTP or kept in memory."""
