"""What an experiment costs and spares: a ledger with ranges, dated prices and one price level; unknown is not zero."""
