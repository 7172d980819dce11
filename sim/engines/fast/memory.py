"""Reading and writing the fast engine's tables from compiled code.

`person(w, i)` is row `i` of the people table behind the map `w`; what it returns is the row
itself, so `person(w, i).trust = 0.5` writes. In a checked build a row that does not exist
is an error instead of somebody else's memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import from_dtype

from sim.compiling import CHECKED, inlined
from sim.engines.crowd import PLACE
from sim.engines.fast import layout
from sim.engines.fast.layout import REGION_SHIFT
from sim.engines.fast.map import At, Status
from sim.engines.fast.settings import (
    DRAWN,
    EFFECT,
    GROUP,
    SERVICE,
    TEAM,
    WAYS,
)
from sim.events import EVENT

STATUS, NO_SUCH_ROW = int(At.STATUS), int(Status.NO_SUCH_ROW)
Row = Callable[[Any, Any], Any]
INT64 = ir.IntType(64)


def _lasting(builder: Any, place: Any) -> Any:
    """Code that reads a number of the map which no compiled code changes: a table's address.

    Tables move between two calls of the program only, so the number read once need not be read
    again.
    """
    number = builder.load(place)
    number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


@intrinsic
def _lasting_number(typing_context: Any, w: Any, place: Any) -> Any:
    """Of the map, a number that no compiled code changes."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        return _lasting(builder, builder.gep(arguments[0], [arguments[1]]))

    return types.int64(w, types.int64), generate


lasting = cast(Callable[[Any, int], int], _lasting_number)


def _row_reader(dtype: np.dtype[Any]) -> Any:
    """A row of that kind at a number of rows from an address."""
    record, size = from_dtype(dtype), dtype.itemsize

    @intrinsic
    def row_at(typing_context: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            offset = builder.mul(arguments[1], ir.Constant(INT64, size))
            place = builder.add(arguments[0], offset)
            return builder.inttoptr(place, context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return row_at


def _view(context: Any, builder: Any, array: Any, address: Any, first: Any, count: Any) -> Any:
    """Code for an array over so many numbers, from one on, of those at an address.

    It owns nothing: no memory is managed for it.
    """
    size = 1 if array.dtype is types.boolean else array.dtype.bitwidth // 8
    itemsize = ir.Constant(INT64, size)
    view = context.make_array(array)(context, builder)
    place = builder.add(address, builder.mul(first, itemsize))
    populate_array(
        view,
        data=builder.inttoptr(place, view.data.type),
        shape=cgutils.pack_array(builder, [count]),
        strides=cgutils.pack_array(builder, [itemsize]),
        itemsize=itemsize,
        meminfo=None,
    )
    return view._getvalue()


def _array_reader(dtype: Any) -> Any:
    """An array of so many numbers, from one on, of those at an address."""
    array = types.Array(dtype, 1, "C")

    @intrinsic
    def array_at(typing_context: Any, address: Any, first: Any, count: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            return _view(context, builder, array, *arguments)

        return array(types.int64, types.int64, types.int64), generate

    return array_at


def _table(place: int, dtype: np.dtype[Any]) -> Row:
    """The function that gives a row of the table at a place of the map."""
    row_at, rows = _row_reader(dtype), place + 1

    @inlined
    def row(w: Any, index: Any) -> Any:
        if CHECKED and (index < 0 or index >= w[rows]):
            w[STATUS] = NO_SUCH_ROW
            index = 0
        return row_at(lasting(w, place), np.int64(index))

    return row


def _numbers(place: int, dtype: Any) -> Callable[[Any, Any, Any], Any]:
    """The function that gives so many numbers, from one on, of a plain array."""
    array = types.Array(dtype, 1, "C")

    @intrinsic
    def numbers(typing_context: Any, w: Any, first: Any, count: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            the_map, first, count = arguments
            at = builder.gep(the_map, [ir.Constant(INT64, place)])
            if CHECKED:
                size = builder.load(builder.gep(the_map, [ir.Constant(INT64, place + 1)]))
                below = builder.icmp_signed("<", first, ir.Constant(INT64, 0))
                beyond = builder.icmp_signed(">", builder.add(first, count), size)
                with cgutils.if_unlikely(builder, builder.or_(below, beyond)):
                    broken = ir.Constant(INT64, int(Status.NO_SUCH_ROW))
                    builder.store(broken, builder.gep(the_map, [ir.Constant(INT64, STATUS)]))
            return _view(context, builder, array, _lasting(builder, at), first, count)

        return array(w, types.int64, types.int64), generate

    return cast(Callable[[Any, Any, Any], Any], numbers)


person = _table(int(At.PERSON), layout.PERSON)
past = _table(int(At.PAST), layout.PAST)
need = _table(int(At.NEED), layout.NEED)
use = _table(int(At.USE), layout.USE)
spell = _table(int(At.SPELL), layout.SPELL)
loss = _table(int(At.LOSS), layout.LOSS)
service = _table(int(At.SERVICE), SERVICE)
team = _table(int(At.TEAM), TEAM)
worker = _table(int(At.WORKER), layout.WORKER)
post = _table(int(At.POST), layout.POST)
group = _table(int(At.GROUP), GROUP)
effect = _table(int(At.EFFECT), EFFECT)
ways = _table(int(At.WAYS), WAYS)
line = _table(int(At.LINE), layout.LINE)
arrived = _table(int(At.ARRIVED), layout.ARRIVED)
log_row = _table(int(At.LOG), EVENT)
pending = _table(int(At.HEAP), layout.PENDING)
node = _table(int(At.NODES), layout.NODE)
stream = _table(int(At.STREAM), layout.STREAM)
distribution = _table(int(At.DISTRIBUTION), DRAWN)
place_held = _table(int(At.PLACE), PLACE)

windows = _numbers(int(At.WINDOWS), types.int32)
minutes = _numbers(int(At.MINUTES), types.int32)
bits = _numbers(int(At.BITS), types.int64)
chunk = _numbers(int(At.CHUNKS), types.int64)
target = _numbers(int(At.TARGET), types.int64)
direction = _numbers(int(At.DIRECTION), types.int64)
share = _numbers(int(At.SHARE), types.float64)
level_of = _numbers(int(At.LEVEL), types.int64)
start_shares = _numbers(int(At.START), types.float64)
routes = _numbers(int(At.ROUTES), types.float64)
sure_route = _numbers(int(At.SURE), types.int64)
entry = _numbers(int(At.ENTRY), types.float64)
handoff = _numbers(int(At.HANDOFF), types.int64)
group_class = _numbers(int(At.GROUP_CLASS), types.int64)
group_shares = _numbers(int(At.SHARES), types.float64)
works_on = _numbers(int(At.WORKS_ON), types.boolean)
piece_from = _numbers(int(At.PIECE_FROM), types.int64)
piece_rate = _numbers(int(At.PIECE_RATE), types.float64)
change = _numbers(int(At.CHANGE), types.int64)
scratch = _numbers(int(At.ORDER), types.int64)
marked = _numbers(int(At.MARKED), types.int8)
recent = _numbers(int(At.RECENT), types.int32)
starter_key = _numbers(int(At.STARTER_KEY), types.int64)
starter_group = _numbers(int(At.STARTER_GROUP), types.int16)
starter_attributes = _numbers(int(At.STARTER_ATTRIBUTES), types.int64)
starter_trust = _numbers(int(At.STARTER_TRUST), types.float64)
starter_states = _numbers(int(At.STARTER_STATES), types.int8)

drawn_ints = _array_reader(types.int64)
drawn_floats = _array_reader(types.float64)
_timer_at = _row_reader(layout.TIMER)
TIMERS = int(At.TIMERS)
INDEX_BITS = (1 << REGION_SHIFT) - 1


@inlined
def timer(w: Any, number: Any) -> Any:
    """A timer by its number: the region in the upper bits, its row there in the lower ones."""
    region = number >> REGION_SHIFT
    index = number & INDEX_BITS
    if CHECKED and (number < 0 or index >= w[TIMERS + 2 * region + 1]):
        w[STATUS] = NO_SUCH_ROW
        index = 0
    return _timer_at(lasting(w, TIMERS + 2 * region), np.int64(index))
