"""Read and write the fast engine's tables from compiled code.

`person(w, i)` is row `i` of the people table of the map `w`. The result is the row itself, so
`person(w, i).trust = 0.5` writes to the table. In a checked build, a row that does not exist is an
error. Otherwise other memory would be read or written.
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
from sim.engines.fast import constants as const
from sim.engines.fast.codes import Status
from sim.engines.fast.layout import REGION_SHIFT
from sim.engines.fast.registry import PLACES_OF_TABLE, At

Row = Callable[[Any, Any], Any]
LLVM_INT64 = ir.IntType(64)


def _lasting(builder: Any, pointer: Any) -> Any:
    """Emit code that reads a number of the map that compiled code never changes.

    Such a number is the address of a table. Tables move only between two calls of the program, so
    the number is read once.
    """
    number = builder.load(pointer)
    number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


@intrinsic
def _lasting_number(typing_context: Any, w: Any, position: Any) -> Any:
    """Return the number at a position of the map, if compiled code never changes this number."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        return _lasting(builder, builder.gep(arguments[0], [arguments[1]]))

    return types.int64(w, types.int64), generate


lasting = cast(Callable[[Any, int], int], _lasting_number)


def _row_reader(dtype: np.dtype[Any]) -> Any:
    """Return a function of (address, index) that reads a row of this type: the one at `index`."""
    record, size = from_dtype(dtype), dtype.itemsize

    @intrinsic
    def row_at(typing_context: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            offset = builder.mul(arguments[1], ir.Constant(LLVM_INT64, size))
            address = builder.add(arguments[0], offset)
            return builder.inttoptr(address, context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return row_at


def view(context: Any, builder: Any, array: Any, address: Any, first: Any, count: Any) -> Any:
    """Emit code for an array of `count` numbers at an address, beginning with number `first`.

    The array does not own its memory.
    """
    size = 1 if array.dtype is types.boolean else array.dtype.bitwidth // 8
    itemsize = ir.Constant(LLVM_INT64, size)
    view = context.make_array(array)(context, builder)
    begins = builder.add(address, builder.mul(first, itemsize))
    populate_array(
        view,
        data=builder.inttoptr(begins, view.data.type),
        shape=cgutils.pack_array(builder, [count]),
        strides=cgutils.pack_array(builder, [itemsize]),
        itemsize=itemsize,
        meminfo=None,
    )
    return view._getvalue()


def _table(table: At) -> Row:
    """Return a function of (map, index) that reads a row of this table."""
    row_at, position, rows = _row_reader(table.dtype), int(table), table.rows

    @inlined
    def row(w: Any, index: Any) -> Any:
        if CHECKED and (index < 0 or index >= w[rows]):
            w[const.AT_STATUS] = const.STATUS_NO_SUCH_ROW
            index = 0
        return row_at(lasting(w, position), np.int64(index))

    return row


def _numbers(table: At) -> Callable[[Any, Any, Any], Any]:
    """Return a function of (map, first, count) that views consecutive numbers of this table.

    It is for tables whose rows are plain numbers.
    """
    array = types.Array(from_dtype(table.dtype), 1, "C")
    position, rows = int(table), table.rows

    @intrinsic
    def numbers(typing_context: Any, w: Any, first: Any, count: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            the_map, first, count = arguments
            at = builder.gep(the_map, [ir.Constant(LLVM_INT64, position)])
            if CHECKED:
                size = builder.load(builder.gep(the_map, [ir.Constant(LLVM_INT64, rows)]))
                below = builder.icmp_signed("<", first, ir.Constant(LLVM_INT64, 0))
                beyond = builder.icmp_signed(">", builder.add(first, count), size)
                with cgutils.if_unlikely(builder, builder.or_(below, beyond)):
                    broken = ir.Constant(LLVM_INT64, int(Status.NO_SUCH_ROW))
                    builder.store(
                        broken, builder.gep(the_map, [ir.Constant(LLVM_INT64, const.AT_STATUS)])
                    )
            return view(context, builder, array, _lasting(builder, at), first, count)

        return array(w, types.int64, types.int64), generate

    return cast(Callable[[Any, Any, Any], Any], numbers)


person = _table(At.PERSON)
past = _table(At.PAST)
need = _table(At.NEED)
levels_held = _table(At.LEVELS_HELD)
use = _table(At.USE)
spell = _table(At.SPELL)
loss = _table(At.LOSS)
work = _table(At.WORK)
service = _table(At.SERVICE)
team = _table(At.TEAM)
worker = _table(At.WORKER)
post = _table(At.POST)
group = _table(At.GROUP)
effect = _table(At.EFFECT)
ways = _table(At.WAYS)
line = _table(At.LINE)
change = _table(At.CHANGE)
arrived = _table(At.ARRIVED)
log_row = _table(At.LOG)
pending = _table(At.HEAP)
own_acceptance_state = _table(At.OWN_ACCEPTANCE)
own_route_state = _table(At.OWN_ROUTE)
own_next_contact_state = _table(At.OWN_NEXT_CONTACT)
own_assigned_state = _table(At.OWN_ASSIGNED)
own_ending_state = _table(At.OWN_ENDING)
own_need_rate_state = _table(At.OWN_NEED_RATE)
own_tenure_state = _table(At.OWN_TENURE)
node = _table(At.NODES)
stream = _table(At.STREAM)
distribution = _table(At.DISTRIBUTION)
place_held = _table(At.PLACE)

windows = _numbers(At.WINDOWS)
minutes = _numbers(At.MINUTES)
bits = _numbers(At.BITS)
chunk = _numbers(At.CHUNKS)
target = _numbers(At.TARGET)
direction = _numbers(At.DIRECTION)
share = _numbers(At.SHARE)
level_of = _numbers(At.LEVEL)
start_shares = _numbers(At.START)
routes = _numbers(At.ROUTES)
sure_route = _numbers(At.SURE)
crisis_route = _numbers(At.CRISIS_ROUTE)
stay_law = _numbers(At.STAY)
entry = _numbers(At.ENTRY)
handoff = _numbers(At.HANDOFF)
exit_delay = _numbers(At.EXIT_DELAY)
group_class = _numbers(At.GROUP_CLASS)
group_shares = _numbers(At.SHARES)
area_shares = _numbers(At.AREA_SHARES)
stream_to = _numbers(At.STREAM_TO)
follow_up_by = _numbers(At.FOLLOW_UP_BY)
works_on = _numbers(At.WORKS_ON)
closed = _numbers(At.CLOSED)
piece_from = _numbers(At.PIECE_FROM)
piece_rate = _numbers(At.PIECE_RATE)
listed = _numbers(At.LISTED)
scratch = _numbers(At.ORDER)
marked = _numbers(At.MARKED)
recent = _numbers(At.RECENT)
date_time = _numbers(At.DATE_TIME)
dated = _numbers(At.DATED)
moved_to = _numbers(At.MOVED_TO)
present = _numbers(At.PRESENT)
own_whole = _numbers(At.OWN_WHOLE)
own_real = _numbers(At.OWN_REAL)
own_services = _numbers(At.OWN_SERVICES)
own_groups = _numbers(At.OWN_GROUPS)
own_needs = _numbers(At.OWN_NEEDS)
largest_ratio = _numbers(At.LARGEST_RATIO)
starter_key = _numbers(At.STARTER_KEY)
starter_group = _numbers(At.STARTER_GROUP)
starter_attributes = _numbers(At.STARTER_ATTRIBUTES)
starter_away = _numbers(At.STARTER_AWAY)
starter_trust = _numbers(At.STARTER_TRUST)
starter_states = _numbers(At.STARTER_STATES)
drawn_shape = _numbers(At.DRAWN_SHAPE)
drawn_a = _numbers(At.DRAWN_A)
drawn_b = _numbers(At.DRAWN_B)
drawn_c = _numbers(At.DRAWN_C)
drawn_minutes_per_unit = _numbers(At.DRAWN_MINUTES_PER_UNIT)
drawn_u_low = _numbers(At.DRAWN_U_LOW)
drawn_u_high = _numbers(At.DRAWN_U_HIGH)
drawn_first = _numbers(At.DRAWN_FIRST)
drawn_size = _numbers(At.DRAWN_SIZE)
drawn_points = _numbers(At.DRAWN_POINTS)
drawn_cumulative = _numbers(At.DRAWN_CUMULATIVE)

_timer_at = _row_reader(At.TIMERS_PERSON.dtype)
INDEX_BITS = (1 << REGION_SHIFT) - 1


@inlined
def timer(w: Any, number: Any) -> Any:
    """Return a timer by its number: the upper bits are the region, the lower bits the row."""
    region = number >> REGION_SHIFT
    index = number & INDEX_BITS
    table = const.AT_TIMERS_PERSON + PLACES_OF_TABLE * region
    if CHECKED and (number < 0 or index >= w[table + 1]):
        w[const.AT_STATUS] = const.STATUS_NO_SUCH_ROW
        index = 0
    return _timer_at(lasting(w, table), np.int64(index))
