"""The instructor's half: declare exercises, derive stubs and notebooks, freeze and audit banks. Never ships."""
