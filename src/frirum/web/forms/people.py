"""Who has to do with evaluation forms."""

from frirum.web.organisations.permissions import Permission

READERS = (Permission.FILL_FORM, Permission.FOLLOW_EXPERIMENT, Permission.RECEIVE_FORM)
