"""Synthetic data, always called so: nobody in them exists. The readers may not import from here."""
