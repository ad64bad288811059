"""Everything outside the process, one outside thing per file."""
