"""The web half of Frirum: a Django project with one app per stage of an experiment's life."""
