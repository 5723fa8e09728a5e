/*
 * helm.h - who may steer: pairing, lease, heartbeat and quarantine as one. What a tablet asks for comes
 * by here before anything is asked of the core.
 *
 * Pure but for the dice, which the caller brings: time is an argument. On a bench everybody may
 * everything, and the rest of this is asleep.
 */
#ifndef NET_HELM_H
#define NET_HELM_H

#include "net/args.h"
#include "net/halts.h"
#include "net/heartbeat.h"
#include "net/lease.h"
#include "net/lines.h"
#include "net/osc_schema.h"
#include "net/pin.h"
#include "net/tablets.h"

#include <knead/command.h>

#include <stdbool.h>
#include <stdint.h>

struct helm {
	bool on;                  /* rig mode */
	uint32_t (*dice)(void *); /* every number alike, and nobody can guess it */
	void *cup;                /* its argument */
	struct pin pin;
	struct tablets tablets;
	struct lines lines;
	struct heartbeat heartbeat;
	struct lease lease;
	struct halts halts;
	uint32_t told_holder; /* of the lease, and ... */
	uint32_t told_epoch;  /* ... its epoch, that everybody was told of; the server's to set */
};

/* dice and cup stay the caller's. kept: who was paired in the last run, or NULL. */
void helm_init(struct helm *helm, bool on, uint32_t (*dice)(void *), void *cup,
	       const struct pairings *kept);

/* What comes with time and with presses of the button at the rig, counted by confirms. */
void helm_turn(struct helm *helm, uint32_t confirms, int64_t t_ns);

/* When helm_turn has something to do by the clock alone. */
int64_t helm_due_ns(const struct helm *helm);

/*
 * A message came from there, with that token or NULL: whose it is, 0 for nobody's. A token that is no
 * tablet's makes it nobody's, wherever it came from. Of a gap before it the rest follows.
 */
uint32_t helm_hear(struct helm *helm, const struct endpoint *from, const char *token, int64_t t_ns);

/*
 * Somebody stops or pauses. What moves heads and was sent before, but is overtaken on its way, is too late: the
 * epoch moves on.
 */
void helm_halt(struct helm *helm, int64_t t_ns);

/* The state of the rig now: where it halted by itself, likewise. */
void helm_see(struct helm *helm, enum state state, int64_t t_ns);

/* That tablet came to listen, anew: from there on its word needs no token. */
void helm_join(struct helm *helm, uint32_t tablet, const struct endpoint *from, int64_t t_ns);

/*
 * May the tablet send that row, with these arguments, from there? moving: somebody may be pressed
 * just now.
 */
enum osc_error helm_admit(struct helm *helm, const struct osc_entry *entry, struct args *args,
			  uint32_t tablet, const struct endpoint *from, bool moving, int64_t t_ns);

/* Shows a PIN, if none is; ERROR_LOCKED where too many were wrong. */
enum osc_error helm_show_pin(struct helm *helm, struct args *args, int64_t t_ns);

/* The tablet's number and its token, once: nothing can tell it again. */
enum osc_error helm_pair(struct helm *helm, struct args *args, const char *digits, const char *name,
			 const struct endpoint *from, int64_t t_ns, uint64_t *token);

/* The lease: ERROR_BUSY where somebody else has it, or had it just now. */
enum osc_error helm_request(struct helm *helm, struct args *args, uint32_t tablet, const char *name,
			    int64_t t_ns);

/*
 * The lease of somebody else, which then needs the button at the rig; of nobody, at once. *waits: the
 * button is waited for, and whoever is pressed is to be paused.
 */
enum osc_error helm_take(struct helm *helm, struct args *args, uint32_t tablet, const char *digits,
			 uint32_t confirms, int64_t t_ns, bool *waits);

void helm_release(struct helm *helm, uint32_t tablet, int64_t t_ns);

/* An echo of a nonce. ERROR_BAD_VALUE where it is too old, or none of ours. */
enum osc_error helm_beat(struct helm *helm, struct args *args, uint32_t tablet, uint32_t nonce,
			 int64_t t_ns);

/* What the core needs to know. */
void helm_tell(const struct helm *helm, struct command *command);

bool helm_steers(const struct helm *helm, uint32_t tablet);

/* Paired tablets and the PIN, as they are to be kept and shown. */
void helm_pairings(const struct helm *helm, struct pairings *pairings);

#endif
