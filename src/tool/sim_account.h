/*
 * sim_account.h - what a session came to, beside how truly its forces were pressed: dose, time per
 * region and phase, what held heads back, warmth, what the client said, trigger points.
 *
 * Felt is what the tissue truly felt; wanted is the target after every limit.
 */
#ifndef TOOL_SIM_ACCOUNT_H
#define TOOL_SIM_ACCOUNT_H

#include <knead/command.h>
#include <knead/frame.h>
#include <knead/limits.h>
#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdbool.h>

#define SIM_PHASES      (PHASE_CLOSING + 1)
#define SIM_ANSWERS_MAX 32

struct sim_head_account {
	double dose_n_s;        /* felt */
	double dose_target_n_s; /* wanted */
	double pressed_s;       /* felt RELEASED_N or more ... */
	double pressed_n_s;     /* ... how much of it ... */
	double wanted_n_s;      /* ... and how much was wanted meanwhile */
	double heat_min;        /* its place's temperature-time account, as shown last */
	enum limit_reason limited_by;
	bool warm;             /* reached what is asked of its surface */
	double warm_least_c;   /* of its surface since then, while heat is asked for; */
	double warm_most_c;    /* not a number where it never was */
	double heat_ended_t_s; /* its place had all the heat it may have; likewise */
	struct tissue_belief
		before; /* as soon as its stiffness was surely told; 0 where it never was */
	struct tissue_belief after; /* and when it was so last */
};

/* A target was held below the wish, by reason. */
struct sim_limit_account {
	int times;
	double head_s; /* summed over heads */
};

struct sim_answer {
	double t_s;
	int comfort; /* 0..10, how uncomfortable */
};

/* The breath as it was told while the session ran. */
struct sim_breath_account {
	double sure_s; /* of this long ... */
	double running_s;
	double rate_sum; /* ... and summed over it */
	double amplitude_sum_m_s;
};

struct sim_account {
	double region_s[REGION_COUNT]; /* worked there, as the controller shows it */
	double phase_s[SIM_PHASES];
	struct sim_head_account heads[HEADS_MAX];
	struct sim_limit_account limits[LIMIT_REASONS];
	struct sim_breath_account breath;
	uint32_t handset_heard;
	uint32_t tablet_heard;
	int answer_count;
	struct sim_answer answers[SIM_ANSWERS_MAX];
	int trigger_count; /* as shown last */
	struct trigger_view triggers[TRIGGERS_MAX];
};

void sim_account_init(struct sim_account *account);

/* One tick of dt_s: what was shown, read and truly felt in it. */
void sim_account_add(struct sim_account *account, const struct snapshot *snapshot,
		     const struct command *command, const struct frame *frame, const double *true_n,
		     double t_s, double dt_s);

/* Pressure over time, in kPa s, under one head or over all heads of a region. */
double sim_account_dose_kpa_s(const struct sim_account *account, const struct rig *rig, int head);
double sim_account_dose_target_kpa_s(const struct sim_account *account, const struct rig *rig,
				     int head);

/*
 * What the tissue felt on average while it was pressed, and what was wanted meanwhile; not a number where
 * it never was. Of a head and of a region: the mean over its heads, of a pressed second of each.
 */
struct sim_mean {
	double pressed_s; /* summed over heads */
	double felt_n;
	double wanted_n;
	double felt_kpa;
	double wanted_kpa;
};

struct sim_mean sim_account_mean(const struct sim_account *account, const struct rig *rig,
				 int head);
struct sim_mean sim_account_region_mean(const struct sim_account *account, const struct rig *rig,
					enum region region);

/* Shares and means of what was told of the breath; not a number where nothing was. */
double sim_account_breath_share(const struct sim_account *account);
double sim_account_breath_hz(const struct sim_account *account);
double sim_account_breath_m(const struct sim_account *account);

/* What the controller's trigger points are worth, judged by the person's true ones. */
struct sim_triggers {
	int found;  /* true ones that lie under a head, and were found ... */
	int missed; /* ... and were not */
	int wrong;  /* found where there is none */
	int released;
	int given_up;
	int spared; /* found where less may be pressed than it takes */
};

struct sim_triggers sim_account_triggers(const struct sim_account *account, const struct rig *rig,
					 const struct patient *patient);

/* Whether that technique looks for trigger points at all. */
bool sim_technique_searches(const struct technique *technique);

/* Whether a true trigger point lies under its head. */
bool sim_trigger_is_true(const struct trigger_view *trigger, const struct rig *rig,
			 const struct patient *patient);

const char *trigger_state_name(enum trigger_state state);

/* Whether a head there lies above that trigger point: it can meet it. */
bool sim_head_meets_knot(const struct head *head, const struct knot *knot);

#endif
