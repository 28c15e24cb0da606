"""How stack traces look, a module for each family of languages."""
