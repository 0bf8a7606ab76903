"""Who has to do with documents."""

from frirum.web.organisations.permissions import Permission

WRITERS = Permission.FILL_FORM
READERS = (Permission.FILL_FORM, Permission.FOLLOW_EXPERIMENT)
