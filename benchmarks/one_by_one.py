"""The obvious other way: `python one_by_one.py URL NAME…`, one `get_repo` for each name.

PyGithub's pauses between requests are off: they would flatter us.
"""

import os
import sys

from github import Auth, Github

client = Github(
    base_url=sys.argv[1],
    auth=Auth.Token(os.environ["GH_TOKEN"]),
    seconds_between_requests=0,
    seconds_between_writes=0,
)
for name in sys.argv[2:]:
    repository = client.get_repo(name)
    sys.stdout.write(f"{name} {repository.has_issues} {repository.archived}\n")
