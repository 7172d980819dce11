"""Handle referrals up to the decision: accepted people join the list, others are routed on."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.drawing import draw, lasts
from sim.engines.fast.ending import put_aside
from sim.engines.fast.handoff import fell_through, taken_over
from sim.engines.fast.inner import feel_loss, reconsider_trust
from sim.engines.fast.layout import LONG_AGO, NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import (
    crisis_route,
    group,
    group_class,
    line,
    past,
    person,
    service,
    spell,
)
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_people import own_acceptance
from sim.engines.fast.presenting import presents_at, presents_worst
from sim.engines.fast.program import part
from sim.engines.fast.room import is_list_full
from sim.engines.fast.seeking import may_return, nowhere_to_go, reconsider_seeking
from sim.engines.fast.shared import (
    NOWHERE,
    covers,
    level_at,
    new_spell,
    note,
    note_spell,
    remove_from_person,
    route,
    spell_at,
    spell_timer,
    use_in,
    way_of,
    worst_need,
)
from sim.engines.order import STEPS_IN_A_MINUTE
from sim.rules.referral import ELIGIBLE, acceptance, eligibility
from sim.rules.relationship import fall


@part
def link(w: Map, hands_over: int, index: int) -> None:
    """Link a spell in a warm or blocked handoff with the referral for which it waits."""
    spell(w, hands_over).next_spell = index
    spell(w, index).from_spell = hands_over


@part
def meet_known(w: Map, there: int, hands_over: int) -> None:
    """Join a handoff with the referral or spell that exists at the next service.

    If they cannot be joined, the handoff has failed.
    """
    row = spell(w, there)
    is_open, is_free = row.stage == const.STAGE_OPEN, row.from_spell == NONE
    if there == hands_over:
        fell_through(w, hands_over)
    elif is_open and (spell(w, hands_over).blocked or (is_free and not row.handing_on)):
        spell(w, hands_over).next_spell = there
        taken_over(w, hands_over)
    elif is_free and not is_open:
        link(w, hands_over, there)
    else:
        # They already hand this person on, or take them over from someone else.
        fell_through(w, hands_over)


@part
def already_known(w: Map, who: int, where: int, came_from: int, hands_over: int) -> None:
    """Handle a referral to a service where the person already is or already waits.

    Nothing changes there. A handoff is joined with the referral or spell that exists.
    """
    worst = presents_worst(w, who, where)
    level = -1 if worst < 0 else presents_at(w, who, worst)
    note(w, const.EVENT_ALREADY_KNOWN, who, where, -1, -1, -1, worst, level, 0, 0, came_from)
    if hands_over == NONE:
        return
    meet_known(w, spell_at(w, who, where), hands_over)


@part
def queue_class(w: Map, index: int) -> int:
    """Return a person's priority class on the waiting list; lower classes go first.

    The class is fixed when the person joins the list.
    """
    row = spell(w, index)
    rule = service(w, row.service).priority
    if rule == const.QUEUE_RULE_LEVEL:
        return const.LEVEL_CRISIS - presents_at(
            w, row.person, presents_worst(w, row.person, row.service)
        )
    if rule == const.QUEUE_RULE_GROUP:
        of_group = person(w, row.person).group
        return group_class(w, row.service * w[const.AT_GROUPS] + of_group, 1)[0]
    if rule == const.QUEUE_RULE_RETURNING:
        been = use_in(w, index).ended_at != LONG_AGO
        return np.int64(0) if been else np.int64(1)
    return np.int64(0)


@part
def waiting_tie_break(w: Map, index: int) -> int:
    """Return a waiting person's tie-break draw for the minute at which they joined the list.

    It is drawn when it is first needed.
    """
    row = spell(w, index)
    if row.tie_break == NONE:
        minute = np.int64(max(row.joined_at, 0))  # at the start of the run, for earlier ones
        key = person(w, row.person).key
        row.tie_break = tie_break(
            w[const.AT_SEED], w[const.AT_REPLICATION], service(w, row.service).name, key, minute
        )
    return row.tie_break


@part
def waits_before(w: Map, a: int, b: int) -> bool:
    """Return whether one spell comes before another on a waiting list."""
    first, second = spell(w, a), spell(w, b)
    if first.joined_at != second.joined_at:
        return first.joined_at < second.joined_at
    draw_a, draw_b = waiting_tie_break(w, a), waiting_tie_break(w, b)
    if draw_a != draw_b:
        return draw_a < draw_b
    return person(w, first.person).number < person(w, second.person).number


@part
def join_list(w: Map, index: int, since: int) -> None:
    """Put a person on a waiting list. If a place is free, they get it as the step settles."""
    row = spell(w, index)
    here = service(w, row.service)
    row.stage = const.STAGE_WAITING
    row.joined_at = since
    row.tie_break = NONE
    row.line_class = queue_class(w, index)
    note_spell(w, const.EVENT_WAITING, index, -1, -1, row.referred_at, 0, -1)
    here.waiting += 1
    w[const.AT_PEOPLE_WAITING] += 1
    of = line(w, row.service * w[const.AT_CLASSES] + row.line_class)
    ahead = of.last
    while ahead != NONE and waits_before(w, index, ahead):
        ahead = spell(w, ahead).ahead
    row.ahead = ahead
    if ahead == NONE:
        row.behind = of.first
        of.first = index
    else:
        row.behind = spell(w, ahead).behind
        spell(w, ahead).behind = index
    if row.behind == NONE:
        of.last = index
    else:
        spell(w, row.behind).ahead = index
    row.has_joined, row.joined_next = 1, NONE
    if w[const.AT_JOINED_LAST] == NONE:
        w[const.AT_JOINED_FIRST] = index
    else:
        spell(w, w[const.AT_JOINED_LAST]).joined_next = index
    w[const.AT_JOINED_LAST] = index
    mark(w, row.service)


@part
def accept(w: Map, index: int) -> None:
    """Accept a referral: the person joins the list."""
    note_spell(w, const.EVENT_ACCEPTED, index, -1, -1, 0, 0, -1)
    join_list(w, index, w[const.AT_NOW])


@part
def close_referral(w: Map, index: int) -> None:
    """End a referral whose spell has not begun."""
    row = spell(w, index)
    stop_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    row.stage = const.STAGE_ENDED
    remove_from_person(w, index)
    put_aside(w, index)


@part
def turn_away(w: Map, index: int, why: int) -> int:
    """Turn a person away, and return the service to which they are routed on, or NOWHERE."""
    row = spell(w, index)
    who, where, hands_over = row.person, row.service, row.from_spell
    of = person(w, who)
    settings = group(w, of.group)
    note_spell(w, const.EVENT_TURNED_AWAY, index, -1, -1, 0, 0, why)
    close_referral(w, index)
    past(w, who).refusals += 1
    if w[const.AT_FEELS]:
        of.trust = fall(of.trust, settings.trust_fall_refusal)
        reconsider_trust(w, who)
        feel_loss(w, who, settings.loss_refusal_share)
    target = route(w, index, const.REASON_TURNED_AWAY)
    if target == NOWHERE:
        nowhere_to_go(w, who, where, const.REASON_TURNED_AWAY)
        if hands_over != NONE:
            fell_through(w, hands_over)
    return target


@part
def decide_now(w: Map, index: int) -> int:
    """Accept a person, or turn them away and return the next service.

    Returns NOWHERE if the person is accepted or has no next service.
    """
    row = spell(w, index)
    here, of = service(w, row.service), person(w, row.person)
    level = presents_at(w, row.person, presents_worst(w, row.person, row.service))
    verdict = eligibility(level, here.level_low, here.level_high, of.attributes, here.excludes)
    if verdict != ELIGIBLE:
        return turn_away(w, index, verdict)
    chance = acceptance(here.accept_probability, here.refusal_penalty, past(w, row.person).refusals)
    if asks(w, const.AT_ASKS_ACCEPTANCE):
        chance = own_acceptance(w, index, level, chance)
    if chance < 1.0 and draw(w, const.PURPOSE_ACCEPTED, here.name, of.key, row.visit) >= chance:
        return turn_away(w, index, const.REFUSAL_NOT_ACCEPTED)
    if is_list_full(w, index):
        return turn_away(w, index, const.REFUSAL_LIST_FULL)
    accept(w, index)
    return np.int64(NOWHERE)


@part
def refer(w: Map, who: int, target: int, came_from: int, hands_over: int) -> None:
    """Refer a person to a service, and onward from each service that refuses them at once."""
    for _ in range(STEPS_IN_A_MINUTE):
        if spell_at(w, who, target) != NONE:
            already_known(w, who, target, came_from, hands_over)
            return
        level = level_at(w, who, worst_need(w, who, target))
        index = new_spell(w, who, target, came_from, w[const.AT_NOW], level == const.LEVEL_CRISIS)
        if hands_over != NONE:
            link(w, hands_over, index)
        note_spell(w, const.EVENT_REFERRED, index, -1, -1, 0, 0, came_from)
        if may_return(w, who, target):
            accept(w, index)
            return
        here = service(w, target)
        key, visit = person(w, who).key, spell(w, index).visit
        delay = lasts(w, here.decision_delay, const.PURPOSE_DECISION_DELAY, here.name, key, visit)
        if delay > 0:
            set_timer(
                w,
                spell_timer(index, const.SPELL_TIMER_NEXT),
                w[const.AT_NOW] + delay,
                const.STEP_DECISION_FALLS_DUE,
            )
            return
        came_from = target
        target = decide_now(w, index)
        if target == NOWHERE:
            return
    w[const.AT_STATUS], w[const.AT_CULPRIT], w[const.AT_DOING] = (
        const.STATUS_ENDLESS_LOOP,
        who,
        NONE,
    )


@part
def decide(w: Map, index: int) -> None:
    """Make the decision on a referral, which is now due."""
    row = spell(w, index)
    who, where = row.person, row.service
    hands_over = row.from_spell
    target = decide_now(w, index)
    if target != NOWHERE:
        refer(w, who, target, where, hands_over)
        reconsider_seeking(w, who, False)


@part
def remove_waiting(w: Map, index: int) -> None:
    """Remove a spell from the waiting list."""
    row = spell(w, index)
    service(w, row.service).waiting -= 1
    w[const.AT_PEOPLE_WAITING] -= 1
    of = line(w, row.service * w[const.AT_CLASSES] + row.line_class)
    if row.ahead == NONE:
        of.first = row.behind
    else:
        spell(w, row.ahead).behind = row.behind
    if row.behind == NONE:
        of.last = row.ahead
    else:
        spell(w, row.behind).ahead = row.ahead


@part
def refer_on_in_crisis(w: Map, who: int, which: int) -> None:
    """Refer a person in crisis along the crisis route of their first spell that has one.

    Only open spells at services that cover the need are considered.
    """
    index = person(w, who).first_spell
    while index != NONE:
        row = spell(w, index)
        if (
            row.stage == const.STAGE_OPEN
            and covers(w, row.service, which)
            and crisis_route(w, way_of(w, row.service, who), 1)[0]
        ):
            target = route(w, index, const.REASON_CRISIS)
            if target != NOWHERE:
                refer(w, who, target, row.service, NONE)
            return
        index = row.newer
