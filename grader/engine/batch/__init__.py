"""A whole class: workers on this machine or a cluster, and the run that writes what they judged."""
