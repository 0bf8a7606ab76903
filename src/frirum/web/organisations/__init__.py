"""People, the organisations they work for, the roles they hold there, and what that lets them see and do."""
