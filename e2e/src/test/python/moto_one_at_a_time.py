"""Moto's S3 server with one request at a time.

As shipped, moto looks whether a key exists and writes it afterwards, in threads: two writers with
If-None-Match can both win. One request at a time makes its conditional writes true.
"""

import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple


class OneAtATime:
    def __init__(self, app):
        self.app = app
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            return self.app(environ, start_response)


run_simple(
    "127.0.0.1",
    int(sys.argv[1]),
    OneAtATime(DomainDispatcherApplication(create_backend_app)),
    threaded=True,
)
