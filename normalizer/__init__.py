"""Understanding: pure functions over frozen stages; no I/O, no clock, no settings, nothing of ours imported."""
