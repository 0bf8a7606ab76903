"""Plans run as jobs on what the statistics zone holds; results behind a curtain until the agreed day."""
