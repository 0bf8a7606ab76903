"""The pure half of Frirum: no web server, no network, no clock. Dates and randomness are passed in."""
