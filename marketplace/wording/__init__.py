"""Codes in words. Each feature's module holds `REFUSALS`: code -> a bokmål sentence, which is also the message id."""
