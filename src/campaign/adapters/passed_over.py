"""Settings for other programs that this one passes over: no way for a token but the direct one."""

import os
from collections.abc import Mapping

from campaign.adapters.wire import NOT_SECURE
from campaign.core.sentence import sentence

PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
"""https://curl.se/docs/manpage.html#ENVIRONMENT"""

CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification"""


def what_was_passed_over(problem: str, environ: Mapping[str, str] = os.environ) -> str:
    """What to say of such settings where GitHub could not be reached; empty without any.

    Args:
        problem: why it could not be reached.
    """
    names = (*PROXIES, *(CERTIFICATES if problem == NOT_SECURE else ()))
    found = ", ".join(name for name in names if environ.get(name))
    if not found:
        return ""
    return sentence(
        "This computer's settings ({names}) are not used here: campaign reaches GitHub directly,"
        " with certificates of its own, so that nothing in between can read the token.",
        names=found,
    )
