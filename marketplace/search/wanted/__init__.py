"""Wanted notices: what somebody looks for, shown to the network, and met with what is there or will be."""
