"""The ledger's statements: how a row comes to be, and how it moves on."""

from campaign.adapters.ledger_rows import COLUMNS

_INSERT = f"INSERT INTO posting ({COLUMNS}) VALUES (:{COLUMNS.replace(', ', ', :')})"

THIS_KEY = "WHERE campaign = :campaign AND repo_id = :repo_id AND account_id = :account_id"

_BEGIN_ANEW = f"""
{_INSERT}
ON CONFLICT (campaign, repo_id, account_id) DO UPDATE SET
  state = 'intent', repo = excluded.repo, name_now = excluded.name_now, login = excluded.login,
  title = excluded.title, body_sha256 = excluded.body_sha256, intended_at = excluded.intended_at,
  decided_at = NULL, retry_at = NULL, reason = '', message = '', looks = 0
"""

CLAIM = f"""
{_BEGIN_ANEW}
WHERE state = 'planned'
   OR (state = 'refused' AND retry_at IS NOT NULL AND retry_at <= excluded.intended_at)
"""

ADOPT = f"""
{_INSERT}
ON CONFLICT (campaign, repo_id, account_id) DO UPDATE SET
  state = 'posted', number = excluded.number, name_now = excluded.name_now,
  intended_at = max(intended_at, excluded.intended_at), decided_at = excluded.decided_at,
  retry_at = NULL, reason = excluded.reason, message = ''
WHERE state IN ('planned', 'refused', 'unknown')
"""

REMEMBER = f"""
{_BEGIN_ANEW}
WHERE intended_at <> excluded.intended_at
  AND (state = 'planned' OR (state = 'refused' AND retry_at IS NOT NULL))
"""
"""An intent that the row does not know, as a ledger restored from a backup does not.

Whatever became of the intent that it knows, this one may have made an issue. What is refused for
ever is never sent again, so it stays.
"""

RECOVER = """
UPDATE posting SET state = 'unknown', reason = 'interrupted',
  message = 'The run ended before the answer was recorded.'
WHERE state = 'intent'
"""

DOUBT = f"""
UPDATE posting SET
  name_now = :name_now, login = :login, title = :title, body_sha256 = :body_sha256,
  looks = CASE WHEN intended_at < :intended_at THEN 0 ELSE looks END,
  intended_at = :intended_at, decided_at = :decided_at, reason = :reason, message = :message
{THIS_KEY} AND state = 'unknown' AND intended_at <= :intended_at
"""
"""What is known of it; looks for an older intent say nothing of this one."""

DECIDE = f"""
UPDATE posting SET state = :state, decided_at = :at, reason = :reason, message = :message,
  number = :number, retry_at = :retry_at
{THIS_KEY}
"""

LOOK = f"UPDATE posting SET looks = looks + 1 {THIS_KEY} AND state = 'unknown'"
