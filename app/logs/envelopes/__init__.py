"""The envelopes that lines arrive in, a module for each family, and the ordered table of them."""
