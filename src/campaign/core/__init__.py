"""The nouns of a campaign and the functions between them: no files, no network, no clock."""
