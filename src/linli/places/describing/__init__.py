"""What is known of a community: its households, estates and premises, and how they stand to what the rules ask for."""
