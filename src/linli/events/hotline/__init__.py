"""City hotlines (12345): their orders come in by API and by file, and what became of each goes back the same ways."""
