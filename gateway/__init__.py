"""The listeners, the wiring and the operation; knows nothing about any one provider."""
