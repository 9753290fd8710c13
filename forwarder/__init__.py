"""From a complaint to a tracking number, and back to the sender."""
