"""What other units do for an event: assist, answer a whistle, ask for time. Each part is a record of its own."""
