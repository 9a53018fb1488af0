"""Two symmetric normal components, refitted."""
