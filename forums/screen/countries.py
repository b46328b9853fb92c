"""What stands for a country where none is meant."""

# Of no country, and so for all of them.
ANYWHERE = "ZZ"
