"""Training code of the model pack. Nothing here is needed at run time."""
