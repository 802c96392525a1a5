"""Pages of the administration of people, and of what everybody keeps of their own."""
