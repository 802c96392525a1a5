"""What the system administrator sets up for events: categories and who answers for them."""
