"""A StyleGAN2 of CC0 heads from labelled renders; `run.py` says how the parts go together."""
