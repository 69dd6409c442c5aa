"""What the dashboard computes and draws, in folders along the way of the data; docs/architecture.md shows it."""
