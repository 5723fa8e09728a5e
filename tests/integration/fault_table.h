/*
 * fault_table.h - every fault of a sensor or an actuator that somebody is pressed by: when it shows, within how
 * long it is to be found then, and by which names. Those of warmth are in heat_case.h.
 */
#ifndef TESTS_INTEGRATION_FAULT_TABLE_H
#define TESTS_INTEGRATION_FAULT_TABLE_H

#include <knead/condition.h>
#include <knead/fault_fit.h>
#include <knead/sim_order.h>
#include <knead/state.h>

#define FAULT_GIVES_UP_S 12.0
/* Nothing shows it for sure: what is felt is bounded all the same. */
#define NEVER_MS (1e3 * FAULT_GIVES_UP_S)
/* It does nothing to anybody, and nothing may trip. */
#define HARMLESS_MS  0.0
#define ASKED_N      40.0 /* at most, as in most sessions ... */
#define ASKED_HARD_N 76.0 /* ... and nearly all that a head of the back may */

/* Since when a fault counts as showing. */
enum shows {
	SHOWS_AT_ONCE = 0,
	SHOWS_ARMED,   /* while something may press: before, arming is refused */
	SHOWS_MOVING,  /* while air or piston move */
	SHOWS_DROVE,   /* while a screw is 0.4 mm from where it was when it came */
	SHOWS_BEHIND,  /* while a place that counts backward is 2.1 mm behind the stop */
	SHOWS_PUMPING, /* while air moves, which alone can show a stuck gauge of place */
	SHOWS_APART,   /* while force and reading are both above 16 N */
	SHOWS_AIR,     /* while the shown pressure is 16 N off */
	SHOWS_VALVE, /* while sound air would be elsewhere by 9 N and 18 %: 8 and 15 are looked for */
	SHOWS_LEAK, /* while a head that holds is short of it by 2.5 N and 7 %, in a mean of 1 s */
	SHOWS_WAY, /* while a sound screw would be 4.5 mm further, 6 under load, or 3.3 mm less far */
	SHOWS_RELEASING /* while letting go with pressure */
};

struct fault_case {
	enum fault_kind kind;
	double magnitude;
	const char *rig;
	enum shows shows;
	double bound_ms; /* of the time that it shows; or NEVER_MS or HARMLESS_MS */
	uint64_t causes; /* that are as good a name as any */
	const char *why; /* it need not be named; NULL where it is */
};

#define CAUSE(c) COND_BIT(COND_##c)
#define VALVE_CAUSES                                                          \
	(CAUSE(ACTUATOR_RUNS) | CAUSE(ACTUATOR_LAGS) | CAUSE(ACTUATOR_FULL) | \
	 CAUSE(ACTUATOR_LEAK) | CAUSE(FORCE_HIGH) | CAUSE(SENSORS_APART))
#define WRONG_CAUSES (CAUSE(SENSORS_APART) | CAUSE(FORCE_HIGH) | VALVE_CAUSES)
#define STUCK_CAUSES (CAUSE(SENSOR_STUCK) | CAUSE(SENSORS_APART) | VALVE_CAUSES)
#define BAD_CAUSES   (CAUSE(SENSOR_BAD) | CAUSE(SENSOR_LOST) | CAUSE(FORCE_HIGH))

/* Why a fault need not be named; what is felt has a bound all the same. */
#define WHY_LEAK  "made up for: no more is felt than without it"
#define WHY_PLACE "nothing ties a way to air or force, and force bounds what is felt"
#define WHY_SCREW "a screw has no second channel, and trips by what its cell shows"
#define WHY_PAD   "nothing is decided by a contact pad"

/*
 * Times within which each is to be found. A screw shows what it does in ways, however slow; then it has a valve's
 * time if it stays behind, and if it goes unasked two looks, one until the first of them, and one for a place that
 * is late. A look is 33 ms, and a valve has 300; a silent HX711: 8 periods, its latency, the period under way, and
 * one more for a read that slipped; a wrong one: 150 ms, that latency, and two periods.
 *
 * A gauge of air that is wrong: apart for 100 ms, in looks, and one until the first of them: 167 ms; on an
 * HX711 as for the cell. One that reads below nothing is air that does not come: six looks.
 * Only its place tells whether a screw's quick release works, so with garbage for a place that may be what is named.
 * A place is judged in looks, by two of them: 67 ms. A screw's cell is compared sample by sample, at 1 kHz,
 * and 18 that show the same are no chance.
 * An HX711 that is off for 50 ms of each 100 leaves out four readings: 62.5 ms, of which a quarter of 100 is forgiven.
 * The seventh is beyond 250 ms: 600 ms, 62.5, its latency of 25 and the period under way. Its garbage is nonsense, or
 * apart from the air as a gauge that is wrong.
 * A leak that is made up for is one that lasts: a second of looks at a mean over one, and a breath of 4 s may begin
 * both anew.
 *
 * No rig that is shipped has a contact pad: here the head has one.
 */
/* clang-format off */
static const struct fault_case fault_cases[] = {
	{ FAULT_OFF,                   0.0,  "sim-16",         SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_STUCK,                 0.0,  "sim-16",         SHOWS_MOVING,    1000.0, STUCK_CAUSES, NULL },
	{ FAULT_GARBAGE,               0.0,  "sim-16",         SHOWS_AT_ONCE,   25.0,   BAD_CAUSES, NULL },
	{ FAULT_WRONG,                 2.0,  "sim-16",         SHOWS_APART,     151.0,  WRONG_CAUSES, NULL },
	{ FAULT_WRONG,                 0.5,  "sim-16",         SHOWS_APART,     151.0,  WRONG_CAUSES, NULL },
	{ FAULT_WRONG,                -1.0,  "sim-16",         SHOWS_APART,     151.0,  WRONG_CAUSES, NULL },
	{ FAULT_SLOW,                100.0,  "sim-16",         SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_DELAYED,               0.1,  "sim-16",         SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_INTERMITTENT,          0.5,  "sim-16",         SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_OFF,                   0.0,  "sim-16-hx711",   SHOWS_AT_ONCE,   151.0,  CAUSE(SENSOR_LOST), NULL },
	{ FAULT_STUCK,                 0.0,  "sim-16-hx711",   SHOWS_MOVING,    1000.0, STUCK_CAUSES, NULL },
	{ FAULT_WRONG,                 2.0,  "sim-16-hx711",   SHOWS_APART,     201.0,  WRONG_CAUSES, NULL },
	{ FAULT_WRONG,                 0.5,  "sim-16-hx711",   SHOWS_APART,     201.0,  WRONG_CAUSES, NULL },
	{ FAULT_WRONG,                -1.0,  "sim-16-hx711",   SHOWS_APART,     201.0,  WRONG_CAUSES, NULL },
	{ FAULT_SLOW,                 20.0,  "sim-16-hx711",   SHOWS_AT_ONCE,   151.0,  CAUSE(SENSOR_LOST), NULL },
	{ FAULT_DELAYED,               0.2,  "sim-16-hx711",   SHOWS_AT_ONCE,   151.0,  CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_OFF,          0.0,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_STUCK,        0.0,  "sim-16",         SHOWS_MOVING,    1000.0, STUCK_CAUSES, NULL },
	{ FAULT_PRESSURE_GARBAGE,      0.0,  "sim-16",         SHOWS_ARMED,     25.0,   BAD_CAUSES | WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,        2.0,  "sim-16",         SHOWS_AIR,       170.0,  WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,        0.5,  "sim-16",         SHOWS_AIR,       170.0,  WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,       -1.0,  "sim-16",         SHOWS_AIR,       201.0,  WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_SLOW,       100.0,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_DELAYED,      0.1,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_INTERMITTENT, 0.5,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_OFF,          0.0,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_STUCK,        0.0,  "sim-16",         SHOWS_PUMPING,   1000.0, STUCK_CAUSES, NULL },
	{ FAULT_POSITION_GARBAGE,      0.0,  "sim-16",         SHOWS_ARMED,     25.0,   BAD_CAUSES, NULL },
	{ FAULT_POSITION_WRONG,       -1.0,  "sim-16",         SHOWS_BEHIND,    70.0,   CAUSE(SENSOR_BAD), NULL },
	{ FAULT_POSITION_SLOW,       100.0,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_DELAYED,      0.1,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_INTERMITTENT, 0.5,  "sim-16",         SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_VALVE_OPEN,            0.0,  "sim-16",         SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_OPEN,            0.0,  "sim-16-hx711",   SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_CLOSED,          0.0,  "sim-16",         SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_LEAK,            0.5,  "sim-16",         SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_SLOW,           20.0,  "sim-16",         SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_SUPPLY_LOST,           0.0,  "sim-16",         SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_DUMP_DEAD,             0.0,  "sim-16",         SHOWS_RELEASING, 300.0,  CAUSE(DUMP_DEAD), NULL },
	{ FAULT_OFF,                   0.0,  "sim-4-velocity", SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_STUCK,                 0.0,  "sim-4-velocity", SHOWS_DROVE,     25.0,   CAUSE(SENSOR_STUCK), NULL },
	{ FAULT_POSITION_STUCK,        0.0,  "sim-4-velocity", SHOWS_MOVING,    1000.0, STUCK_CAUSES | CAUSE(DUMP_DEAD), NULL },
	{ FAULT_VALVE_OPEN,            0.0,  "sim-4-velocity", SHOWS_WAY,       134.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_CLOSED,          0.0,  "sim-4-velocity", SHOWS_WAY,       300.0,  VALVE_CAUSES, NULL },
	{ FAULT_SUPPLY_LOST,           0.0,  "sim-4-velocity", SHOWS_WAY,       300.0,  VALVE_CAUSES, NULL },
	{ FAULT_DUMP_DEAD,             0.0,  "sim-4-velocity", SHOWS_RELEASING, 400.0,  CAUSE(DUMP_DEAD), NULL },
	{ FAULT_GARBAGE,               0.0,  "sim-16-hx711",   SHOWS_AT_ONCE,   170.0,  BAD_CAUSES | WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_STUCK,        0.0,  "sim-16-hx711",   SHOWS_MOVING,    1000.0, STUCK_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,        2.0,  "sim-16-hx711",   SHOWS_AIR,       201.0,  WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,        0.5,  "sim-16-hx711",   SHOWS_AIR,       201.0,  WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_WRONG,       -1.0,  "sim-16-hx711",   SHOWS_AIR,       201.0,  WRONG_CAUSES, NULL },
	{ FAULT_POSITION_STUCK,        0.0,  "sim-16-hx711",   SHOWS_PUMPING,   1000.0, STUCK_CAUSES, NULL },
	{ FAULT_VALVE_CLOSED,          0.0,  "sim-16-hx711",   SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_LEAK,            0.5,  "sim-16-hx711",   SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_VALVE_SLOW,           20.0,  "sim-16-hx711",   SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_SUPPLY_LOST,           0.0,  "sim-16-hx711",   SHOWS_VALVE,     300.0,  VALVE_CAUSES, NULL },
	{ FAULT_DUMP_DEAD,             0.0,  "sim-16-hx711",   SHOWS_RELEASING, 300.0,  CAUSE(DUMP_DEAD), NULL },
	{ FAULT_GARBAGE,               0.0,  "sim-4-velocity", SHOWS_AT_ONCE,   25.0,   BAD_CAUSES, NULL },
	{ FAULT_WRONG,                -1.0,  "sim-4-velocity", SHOWS_APART,     151.0,  BAD_CAUSES, NULL },
	{ FAULT_SLOW,                100.0,  "sim-4-velocity", SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_DELAYED,               0.1,  "sim-4-velocity", SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_INTERMITTENT,          0.5,  "sim-4-velocity", SHOWS_AT_ONCE,   25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_OFF,          0.0,  "sim-4-velocity", SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_GARBAGE,      0.0,  "sim-4-velocity", SHOWS_ARMED,     25.0,   BAD_CAUSES | CAUSE(DUMP_DEAD), NULL },
	{ FAULT_POSITION_WRONG,       -1.0,  "sim-4-velocity", SHOWS_BEHIND,    70.0,   CAUSE(SENSOR_BAD), NULL },
	{ FAULT_POSITION_SLOW,       100.0,  "sim-4-velocity", SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_DELAYED,      0.1,  "sim-4-velocity", SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_INTERMITTENT, 0.5,  "sim-4-velocity", SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_VALVE_SLOW,           20.0,  "sim-4-velocity", SHOWS_WAY,       300.0,  VALVE_CAUSES, NULL },
	{ FAULT_INTERMITTENT,          0.5,  "sim-16-hx711",   SHOWS_AT_ONCE,   700.0,  CAUSE(SENSOR_LOST), NULL },
	{ FAULT_VALVE_LEAK,            0.05, "sim-16",         SHOWS_VALVE,     NEVER_MS, VALVE_CAUSES, WHY_LEAK },
	{ FAULT_VALVE_LEAK,            0.05, "sim-16-hx711",   SHOWS_VALVE,     NEVER_MS, VALVE_CAUSES, WHY_LEAK },
	{ FAULT_POSITION_WRONG,        0.5,  "sim-16",         SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD), WHY_PLACE },
	{ FAULT_POSITION_WRONG,        1.5,  "sim-16",         SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD), WHY_PLACE },
	{ FAULT_POSITION_WRONG,        0.5,  "sim-16-hx711",   SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD), WHY_PLACE },
	{ FAULT_POSITION_WRONG,        1.5,  "sim-16-hx711",   SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD), WHY_PLACE },
	{ FAULT_POSITION_WRONG,        0.5,  "sim-4-velocity", SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD) | VALVE_CAUSES, WHY_PLACE },
	{ FAULT_POSITION_WRONG,        1.5,  "sim-4-velocity", SHOWS_MOVING,    NEVER_MS, CAUSE(SENSOR_BAD) | VALVE_CAUSES, WHY_PLACE },
	{ FAULT_WRONG,                 2.0,  "sim-4-velocity", SHOWS_APART,     NEVER_MS, CAUSE(FORCE_HIGH), WHY_SCREW },
	{ FAULT_WRONG,                 0.5,  "sim-4-velocity", SHOWS_APART,     NEVER_MS, VALVE_CAUSES, WHY_SCREW },
	{ FAULT_VALVE_LEAK,            0.1,  "sim-16",         SHOWS_LEAK,      4000.0, VALVE_CAUSES, NULL },
	{ FAULT_VALVE_LEAK,            0.1,  "sim-16-hx711",   SHOWS_LEAK,      4000.0, VALVE_CAUSES, NULL },
	{ FAULT_PRESSURE_OFF,          0.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_GARBAGE,      0.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   BAD_CAUSES | WRONG_CAUSES, NULL },
	{ FAULT_PRESSURE_SLOW,       100.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_DELAYED,      0.1,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_PRESSURE_INTERMITTENT, 0.5,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_OFF,          0.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_GARBAGE,      0.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   BAD_CAUSES, NULL },
	{ FAULT_POSITION_WRONG,       -1.0,  "sim-16-hx711",   SHOWS_BEHIND,    70.0,   CAUSE(SENSOR_BAD), NULL },
	{ FAULT_POSITION_SLOW,       100.0,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_DELAYED,      0.1,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_POSITION_INTERMITTENT, 0.5,  "sim-16-hx711",   SHOWS_ARMED,     25.0,   CAUSE(SENSOR_LOST), NULL },
	{ FAULT_CONTACT_OFF,           0.0,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_STUCK,         0.0,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_GARBAGE,       0.0,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_WRONG,        -1.0,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_SLOW,        100.0,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_DELAYED,       0.1,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
	{ FAULT_CONTACT_INTERMITTENT,  0.5,  "sim-16",         SHOWS_AT_ONCE,   HARMLESS_MS, 0, WHY_PAD },
};
/* clang-format on */

#define FAULT_CASES ((int)(sizeof(fault_cases) / sizeof(fault_cases[0])))

static const char *const fault_rigs[] = {"sim-16", "sim-16-hx711", "sim-4-velocity"};

#define FAULT_RIGS ((int)(sizeof(fault_rigs) / sizeof(fault_rigs[0])))

/* The states a fault comes in, in the order of the table. */
static const enum state fault_states[] = {STATE_IDLE, STATE_ARMED, STATE_RUNNING, STATE_PAUSED,
					  STATE_RELEASING};

#define FAULT_STATES ((int)(sizeof(fault_states) / sizeof(fault_states[0])))

#endif
