"""The checker's HTML. Nothing here decides; only live.py and the build call it."""
