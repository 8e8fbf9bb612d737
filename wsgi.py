"""The application, from the environment's settings."""

from marketplace.__main__ import application

app = application()
