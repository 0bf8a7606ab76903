"""`frirum estimate`: one estimator on given counts or on a data file; a module per kind of data."""

from frirum.cli.estimate import counts as counts
from frirum.cli.estimate import panels as panels
from frirum.cli.estimate import people as people
from frirum.cli.estimate.group import estimate as estimate
