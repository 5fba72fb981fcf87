"""
The day of a moment in Kazakhstan, and of a spreadsheet's serial number.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from kz_social_registry.base import validation
from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.law import REGISTER_TIME
from kz_social_registry.base.validation import checked
from kz_social_registry.form.cells.notes import Notes, refuse

_TIME_PARTS: Final = re.compile(
    r"[t ](?P<hour>\d+):(?P<minute>\d+)(?::(?P<second>\d+)(?P<fraction>[.,]\d+)?)?"
    r" ?(?P<zone>z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)?",
    re.IGNORECASE,
)
#: A serial number beyond every possible day.
_MOST_DAYS: Final = 1_000_000


def in_kazakhstan(day: date, written: str, notes: Notes) -> date:
    """
    Return the register's day of a moment with a zone, or the day of a midnight without one.
    """
    parts = _TIME_PARTS.fullmatch(written)
    assert parts  # noqa: S101  # for type checkers: the shapes have the same times
    if not parts["zone"]:
        if set(written) - set("tT :0.,"):
            refuse(Problem.TIME_WITHOUT_ZONE)
        return day
    hours, minutes = (int(f"{parts['sign'] or ''}{parts[name] or 0}") for name in ("hours", "minutes"))
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    try:
        zone = timezone(timedelta(hours=hours, minutes=minutes))
        moment = datetime.combine(day, time(hour, minute, second, tzinfo=zone))
    except ValueError:
        refuse(Problem.UNREADABLE_DAY)
    notes.add(Repair.MOMENT_TO_DAY)
    found = moment.astimezone(REGISTER_TIME).date()
    return checked(found, validation.day, "")


def of_serial(epoch: datetime, number: str, notes: Notes) -> date:
    """
    Return the day of a serial number, which counts from an epoch.
    """
    notes.add(Repair.SERIAL_DAY)
    found = (epoch + timedelta(days=min(int(number), _MOST_DAYS))).date()
    return checked(found, validation.day, "")
