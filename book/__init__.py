"""The built book: Sphinx extension, page runner, theme and runtime files."""
