"""Deleting on time: data sets whose day has come, and received files that nobody had read."""

from __future__ import annotations

import datetime as dt

from frirum.web import clock
from frirum.web.registers.actions import FILE_DAYS, expire_data_set, forget_received
from frirum.web.registers.models import DataSet, DataSetState
from frirum.web.trail.actors import CLOCK
from frirum.web.zones import STATISTICS, alias


def delete_due() -> None:
    """Delete every data set whose day has come (Danish date), and every received file that is too old."""
    today = clock.today()
    kept = DataSet._base_manager.using(alias(STATISTICS)).exclude(state=DataSetState.DELETED)
    for data_set in kept.filter(delete_on__lte=today).order_by("pk"):
        expire_data_set(data_set=data_set, by=CLOCK)
    received_before = clock.now() - dt.timedelta(days=FILE_DAYS)
    old = kept.filter(state=DataSetState.RECEIVED, received_at__lte=received_before)
    for data_set in old.order_by("pk"):
        forget_received(data_set=data_set, by=CLOCK)
