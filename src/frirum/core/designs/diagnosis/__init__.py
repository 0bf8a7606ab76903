"""What a design can show before it starts, exact or simulated, what it takes, and the ways out."""
