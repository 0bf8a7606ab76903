"""Who has to do with recorded uses."""

from frirum.web.organisations.permissions import Permission

READERS = (Permission.RECORD_USE, Permission.LEAD_USES, Permission.FOLLOW_USES)
