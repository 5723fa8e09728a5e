/*
 * For two heads of any kind, any number (NaN and the infinities among them) in what is wanted, believed
 * and allowed: what goes out is inside every bound of its head, or nothing at all.
 */
#include "prove/prove.h"

#include <knead/limits.h>

#undef HEADS_MAX
#define HEADS_MAX 2

#include "core/safety/gate.c"

#include <knead/condition.h>

ANY(struct gate, gate);
ANY(struct actuation, actuation);
ANY(struct ceilings, ceilings);
ANY(struct belief, belief);
ANY(struct heat, heat);
ANY(enum state, state);

static struct gate gate;
static struct gate before;
static struct actuation out;
static struct actuation wanted;
static struct ceilings ceilings;
static struct belief belief;
static struct heat heat;
static double risen_pa[HEADS_MAX]; /* where each would be after its steepest rise */

/* As gate_init() makes them of a rig that was checked; last_pa as every tick leaves it, proved below. */
static void assume_head(const struct gate_head *head)
{
	assume(head->piston_m2 >= 1e-5 && head->piston_m2 <= 1e-2);
	assume(head->spring_n >= 0.0 && head->spring_n <= 100.0);
	assume(head->most_pa >= 0.0 && head->most_pa <= 1e7);
	assume(head->rise_pa >= 0.0 && head->rise_pa <= 1e7);
	assume(head->last_pa >= 0.0 && head->last_pa <= head->most_pa);
	assume(head->in_trunk >= 0.0 && head->in_trunk <= 1.0);
	assume(head->speed_max_m_s >= 0.0 && head->speed_max_m_s <= 1.0);
}

/* A screw turns back. */
static bool lets_go(const struct head_actuation *head, const struct gate_head *at)
{
	const double speed_m_s = at->screw ? -at->speed_max_m_s : 0.0;

	return head->pressure_pa <= 0.0 && head->pressure_pa >= 0.0 &&
	       head->speed_m_s <= speed_m_s && head->speed_m_s >= speed_m_s && !head->dump_shut &&
	       head->heater_share <= 0.0 && head->heater_share >= 0.0;
}

static void prove_cylinder(int i)
{
	const struct gate_head *head = &before.heads[i];
	const struct head_actuation *to = &out.heads[i];

	prove(to->pressure_pa >= 0.0, "no pressure below nothing");
	prove(to->pressure_pa <= head->most_pa, "no pressure above its most");
	prove(to->pressure_pa <= risen_pa[i], "no rise above its most");
	prove(to->pressure_pa <= wanted.heads[i].pressure_pa, "never more than was wanted");
	prove(!to->dump_shut || wanted.heads[i].dump_shut, "no dump shut that should open");
	prove(gate.heads[i].last_pa >= 0.0 && gate.heads[i].last_pa <= head->most_pa,
	      "the next tick begins inside");
}

static void prove_screw(int i)
{
	const struct gate_head *head = &before.heads[i];
	const struct head_belief *felt = &belief.heads[i];
	double speed_m_s = out.heads[i].speed_m_s;

	prove(speed_m_s >= -head->speed_max_m_s && speed_m_s <= head->speed_max_m_s,
	      "no speed above its most");
	prove(speed_m_s <= wanted.heads[i].speed_m_s, "never more than was wanted");
	prove(felt->contact || speed_m_s <= APPROACH_MAX_M_S, "slow in the air");
	prove(speed_m_s <= 0.0 ||
		      (felt->force_n <= head->hard_n &&
		       felt->force_n <= ceilings.heads[i].now_n + COMMAND_OVER_CEILING_N),
	      "toward the person only while the force is inside");
}

static void prove_heat(int i, enum state state)
{
	double share = out.heads[i].heater_share;

	prove(share >= 0.0 && share <= 1.0, "a share of heat is one");
	prove(share <= 0.0 || (state == STATE_RUNNING && belief.heads[i].surface_known &&
			       belief.heads[i].surface_c <= SURFACE_MAX_C && heat_may(&heat, i)),
	      "heat only while running, on a face that is measured and not too warm");
}

static void begin(void)
{
	gate = nondet_gate();
	out = nondet_actuation();
	wanted = nondet_actuation();
	ceilings = nondet_ceilings();
	belief = nondet_belief();
	heat = nondet_heat();
	gate.head_count = HEADS_MAX;
	gate.heated_count = HEADS_MAX;
	assume(gate.heat_order_ticks >= 1 && gate.heat_order_left >= 0);
	for (int i = 0; i < HEADS_MAX; i++) {
		assume_head(&gate.heads[i]);
		gate.heated[i] = (uint8_t)i;
	}
	before = gate;
}

void harness(void)
{
	const enum state state = nondet_state();
	const bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;
	const bool enabled = pressing || state == STATE_ARMED;

	begin();
	for (int i = 0; i < HEADS_MAX; i++) {
		risen_pa[i] = gate.heads[i].last_pa + gate.heads[i].rise_pa;
	}
	gate_step(&gate, &out, state, &wanted, &ceilings, &belief, &heat);
	prove(out.head_count == HEADS_MAX, "every head is told");
	prove(out.enable_level == gate.level &&
		      (gate.level != before.level) == (enabled && !gate.refused),
	      "edges while armed, running or paused and healthy, and only then");
	for (int i = 0; i < HEADS_MAX; i++) {
		if (!pressing || gate.refused) {
			prove(lets_go(&out.heads[i], &before.heads[i]),
			      "refused, or in another state: nothing");
			continue;
		}
		if (before.heads[i].screw) {
			prove_screw(i);
		} else {
			prove_cylinder(i);
		}
		prove_heat(i, state);
	}
}
