"""The WSGI application, for waitress and for any other server."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from frirum.web.temporary import keep_in

keep_in(settings.HOME)
application = get_wsgi_application()
