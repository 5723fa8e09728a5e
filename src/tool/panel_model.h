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
#include <knead/screening.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdbool.h>
#include <stdint.h>

#define PANEL_QUIET_NS 1500000000LL /* silence this long greys every screen of ours */

struct panel_number {
	double value;
	bool known;
};

/* What is and what was wanted, told in one message. */
struct panel_pair {
	double felt;
	double wanted;
	bool known;
};

/* A figure and how sure it is, told in one message. */
struct panel_told {
	double value; /* 0: unknown */
	double confidence;
	bool known;
};

struct panel_text {
	char text[192]; /* printable ASCII only, whatever was sent; "" while unknown */
};

/* Something to tell the person at the panel for a while. */
struct panel_notice {
	char text[256];
	int64_t t_ns;
};

struct panel_head {
	struct panel_number force_n;
	struct panel_number target_n;
	struct panel_number ceiling_n;
	struct panel_number contact;
	struct panel_number dwell_left_s;
	struct panel_pair dose_kpa_s;
	struct panel_pair surface_c;       /* felt 0: it has no heater, or no reading */
	struct panel_number heat_min;      /* that its place had today, at 43 degC */
	struct panel_number stiffness_n_m; /* of the tissue at the present force; 0: unknown */
	struct panel_told stiffness_10_n_m;
	struct panel_told exponent;
	struct panel_told relaxation_s;
	struct panel_text limit; /* why it presses no more than it does, one word */
	bool placed; /* the controller said where it is; else the four below mean nothing */
	enum region region;
	enum side side;
	double x_m;
	double y_m;
};

struct panel_region {
	struct panel_number enabled;
	struct panel_number focus;
	struct panel_number reached; /* by some stroke of the technique */
	struct panel_number worked_s;
	struct panel_pair dose_kpa_s;
};

struct panel_hand {
	double x_m;
	double y_m;
	double force_n;
};

/* A place that was stiffer than its neighbourhood. */
struct panel_trigger {
	int head; /* from 1; 0: none */
	struct panel_text state;
	double ratio;      /* of its stiffness to its neighbourhood's */
	double confidence; /* 0..1 */
};

/* What is asked before a session. */
struct panel_question {
	struct panel_text name; /* "" where the list has a hole */
	struct panel_text rule; /* what a yes means: never, consent, place or heat */
	struct panel_text words;
	enum answer answer;
};

struct panel_technique {
	struct panel_text name;
	struct panel_text title;
	struct panel_text unfit; /* why this rig cannot do it now; "" where it can */
};

struct panel_model {
	int64_t heard_ns;              /* last live value, 0 for never */
	struct panel_text owner;       /* who steers, "" nobody; on a bench always "" ... */
	struct panel_number owner_you; /* ... and 1 */
	struct panel_text taking;      /* who waits for the button at the rig to steer */
	struct panel_number nonce;     /* 0 on a bench */
	struct panel_text token;       /* told once, after pairing */
	bool not_paired;               /* we were told so */
	int epoch;                     /* of our lease; 0: none was granted */
	struct panel_text version;
	struct panel_text rig;
	struct panel_text state;
	struct panel_text reason;
	struct panel_text phase;
	struct panel_text arm_refusal; /* why arming would be refused now, "" where it would not */
	struct panel_text lacks; /* how a session goes on with less than it needs, and why, or "" */
	struct panel_text stroke;
	struct panel_text region;
	struct panel_text technique;
	struct panel_number intensity; /* asked for */
	struct panel_number intensity_actual;
	struct panel_number speed;
	struct panel_number speed_actual;
	struct panel_number remaining_s;
	struct panel_number balance;  /* -1 left only .. 1 right only */
	struct panel_pair pad;        /* where it is touched, 0..1: head to foot, left to right */
	struct panel_number length_s; /* of the session */
	struct panel_number most_n; /* that any head may press, asked for on top of other limits */
	struct panel_number height_m;
	struct panel_number placed;
	struct panel_number heat_allowed;
	struct panel_number comfort;       /* the client's last answer */
	struct panel_number comfort_due_s; /* 0: not asked now */
	double breath_hz;                  /* 0: it is not surely felt ... */
	double breath_depth_m;
	bool breath_heard; /* ... or, without this, nothing was said of it */
	struct panel_region regions[REGION_COUNT];
	int technique_count;
	struct panel_technique techniques[TECHNIQUES_MAX];
	int question_count;
	struct panel_question questions[SCREENING_ITEMS];
	struct panel_hand hands[HANDS_MAX];
	struct panel_trigger triggers[TRIGGERS_MAX];
	bool placeless; /* this controller does not say where its heads are */
	bool askless;   /* ... and this one has no questions */
	int head_count;
	struct panel_head heads[HEADS_MAX];
	double peak_n; /* largest force or target since it was last armed: scales the bars */
	struct panel_notice refusal;
};

/* Was a live value heard within PANEL_QUIET_NS? Answers to questions do not count, only telemetry. */
bool panel_model_is_fresh(const struct panel_model *model, int64_t t_ns);

/* Was everything heard that is only said when asked for: the rig, its techniques,
 * its heads' places, its questions? */
bool panel_model_is_complete(const struct panel_model *model);

/* Were all heads' places heard? */
bool panel_model_has_places(const struct panel_model *model);

/* Is that the state's name, as far as was heard? */
bool panel_model_in_state(const struct panel_model *model, const char *state);

/* Is somebody being worked on, or about to be? */
bool panel_model_in_session(const struct panel_model *model);

/* The title of the technique in use, its name where the list was not heard. */
const char *panel_model_technique_title(const struct panel_model *model);

/* Is this one, from 0, the technique in use? */
bool panel_model_is_technique(const struct panel_model *model, int index);

/* Did the controller say that nothing presses there? */
bool panel_model_is_left_out(const struct panel_model *model, enum region region);

/* Does the technique move that hand, from 0, now? */
bool panel_model_is_hand_out(const struct panel_model *model, int index);

/* Does a head press there at all? True while that is not known. */
bool panel_model_has_heads(const struct panel_model *model, enum region region);

/* The share of the time that is asked for there, 0..1; 0 while it was not heard. */
double panel_model_share(const struct panel_model *model, enum region region);

/* Does somebody have to steer the rig, and is it us? Is it not us? Both false on a bench. */
bool panel_model_steers(const struct panel_model *model);
bool panel_model_is_passenger(const struct panel_model *model);

/* Is the client asked how it is now, and waits the controller for the answer? */
bool panel_model_is_comfort_due(const struct panel_model *model);

/* Does the answer to that question refuse a session, as far as its rule says? */
bool panel_model_refuses(const struct panel_question *question);

#endif
