"""A stand-in GitHub on a loopback port, for tests and for `campaign rehearse`.

`world` is what exists, `rest` and `graphql` answer questions about it, `refusals` says no in
GitHub's own words, `faults` and `mishaps` are what goes wrong on the way, and `server` puts it all
behind a socket. Nothing here reaches a network.
"""
