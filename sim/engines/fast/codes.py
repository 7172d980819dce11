"""Enumerations that only the fast engine uses."""

from __future__ import annotations

import enum


class Status(enum.IntEnum):
    """The reasons for which compiled code returns to Python."""

    DONE = 0
    MAKE_ROOM = 1  # a table is nearly full: enlarge it and call again
    ENDLESS_LOOP = 2  # of a person
    PAUSED = 3  # a stretch of steps is over: look whether anyone wants to stop
    NO_SUCH_ROW = 4  # in a checked build: a fault of the program
    POST_TURNS_OVER = 5  # an endless loop of a post
    RULES_CHANGE = 6  # now: put the new rules in place and call again
    BUSY_TWICE = 7  # a worker takes something while busy, or at no time of work: a fault
    WAYS_CHANGE = 8  # now: put the routes, stays and entry of a date in place and call again
    OWN_RULE_FAILED = 9  # or gave an answer that is not allowed


class Noted(enum.IntEnum):
    """Whether events are written to the log, and how they name people and spells."""

    NOTHING = 0
    BY_NUMBER = 1  # a row of the log, which names people and spells by their numbers
    BY_PLACE = 2  # the same, but by the rows of tables that they have at the time


class Region(enum.IntEnum):
    """The owner of a timer: the upper bits of the timer's number."""

    PERSON = 0
    SPELL = 1
    WORKER = 2
    STREAM = 3
    CHANGE = 4
    POST = 5


class Held(enum.IntEnum):
    """The part of the calendar that holds a running timer."""

    IN_WINDOW = 0
    IN_MINUTE = 1
    IN_HEAP = 2


class SpellTimer(enum.IntEnum):
    """The timers of a spell. Timers with the same number never run at the same time."""

    NEXT = 0  # decision, patience, contact due, contact held without a worker
    STAY = 1  # end of the stay; after the ending, place comes free
    SETTLED = 2
    LIMIT = 3  # warm limit; after the ending, follow-up


class WorkerTimer(enum.IntEnum):
    """The timers of a worker."""

    POST = 0  # leaves; after that, the next one starts
    CHOICE = 1
    NOTICE = 2


class Stage(enum.IntEnum):
    """The stage of a referral."""

    REFERRED = 0
    WAITING = 1
    OPEN = 2
    ENDED = 3
