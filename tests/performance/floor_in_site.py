"""The floor by the other reading of "the same server": one more view of the site itself, behind all
that every page of the site goes through."""

from django.conf import settings
from django.urls import path

from config.wsgi import application
from tests.performance.ready_made import page

urlpatterns = [path("floor/<int:number>/", page)]
settings.ROOT_URLCONF = __name__

__all__ = ["application"]
