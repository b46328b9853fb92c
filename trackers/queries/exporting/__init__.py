"""What an archive of the log says. Everything is read once, and then put into its forms."""
