/*
 * panel_model.h - what the panel heard from the controller, and when. Fed by messages only: nothing the
 * panel itself asked for shows here until the controller said so.
 *
 * Pure: no clock, no I/O. All zero is "nothing heard yet".
 */
#ifndef TOOL_PANEL_MODEL_H
#define TOOL_PANEL_MODEL_H

#include "net/value.h"

#include <knead/limits.h>
#include <knead/region.h>
#include <knead/rig.h>
#include <knead/technique.h>

#include <stdbool.h>
#include <stdint.h>

#define PANEL_QUIET_NS 1500000000LL /* silence this long greys every screen of ours */

struct panel_number {
	double value;
	bool known;
};

struct panel_text {
	char text[96]; /* printable ASCII only, whatever was sent; "" while unknown */
};

/* Something to tell the person at the panel for a while. */
struct panel_notice {
	char text[160];
	int64_t t_ns;
};

struct panel_head {
	struct panel_number force_n;
	struct panel_number target_n;
	struct panel_number ceiling_n;
	struct panel_number contact;
	bool placed; /* the controller said where it is; else the three below mean nothing */
	enum region region;
	enum side side;
	double x_m;
};

struct panel_technique {
	struct panel_text name;
	struct panel_text title;
};

struct panel_model {
	int64_t heard_ns; /* last live value, 0 for never */
	struct panel_text version;
	struct panel_text rig;
	struct panel_text state;
	struct panel_text reason;
	struct panel_text stroke;
	struct panel_text region;
	struct panel_text technique;
	struct panel_number intensity; /* asked for */
	struct panel_number intensity_actual;
	struct panel_number speed;
	struct panel_number speed_actual;
	struct panel_number remaining_s;
	struct panel_number enabled[REGION_COUNT];
	int technique_count;
	struct panel_technique techniques[TECHNIQUES_MAX];
	bool placeless; /* this controller does not say where its heads are */
	int head_count;
	struct panel_head heads[HEADS_MAX];
	double peak_n; /* largest force or target since it was last armed: scales the bars */
	struct panel_notice refusal;
};

/*
 * Takes one message in. Unknown addresses, wrong types, numbers that are not finite and members that
 * cannot exist change nothing.
 */
void panel_model_hear(struct panel_model *model, int64_t t_ns, const char *path,
		      const struct value *values, int count);

/* Was a live value heard within PANEL_QUIET_NS? Answers to questions do not count, only telemetry. */
bool panel_model_is_fresh(const struct panel_model *model, int64_t t_ns);

/* Was everything heard that is only said when asked for: the rig, its techniques, its heads' places? */
bool panel_model_is_complete(const struct panel_model *model);

/* Were all heads' places heard? */
bool panel_model_has_places(const struct panel_model *model);

/* Is that the state's name, as far as was heard? */
bool panel_model_in_state(const struct panel_model *model, const char *state);

/* Is somebody being worked on, or about to be? */
bool panel_model_in_session(const struct panel_model *model);

/* The title of the technique in use, its name where the list was not heard. */
const char *panel_model_technique_title(const struct panel_model *model);

/* The technique after the one in use, by name; NULL while there is no other. */
const char *panel_model_next_technique(const struct panel_model *model);

#endif
