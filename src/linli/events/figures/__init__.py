"""Figures of events: what is counted, how the counters are kept, checked and shown."""
