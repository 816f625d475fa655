"""What `benchmarks/page.py` measures: sites, and how they are served and reached."""
