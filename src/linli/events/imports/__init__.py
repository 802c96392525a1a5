"""Events of an old system: read from a file, looked at, taken in batch by batch; and given out in the same columns."""
