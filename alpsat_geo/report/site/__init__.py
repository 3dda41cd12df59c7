"""The site without a server: what the dashboard says of a territory and its scenarios, as files of any web host."""
