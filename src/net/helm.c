/*
 * helm.c - puts the pieces together; each knows nothing of the others.
 */
#include "net/helm.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void helm_init(struct helm *helm, bool on, uint32_t (*dice)(void *), void *cup,
	       const struct pairings *kept)
{
	memset(helm, 0, sizeof(*helm));
	helm->on = on;
	helm->dice = dice;
	helm->cup = cup;
	tablets_init(&helm->tablets, on ? kept : NULL);
	if (on) {
		lease_init(&helm->lease, dice(cup));
	}
}

/* Every number below count alike. */
static uint32_t throw_below(struct helm *helm, uint32_t count)
{
	const uint32_t even = UINT32_MAX - UINT32_MAX % count;
	uint32_t number;

	do {
		number = helm->dice(helm->cup);
	} while (number >= even);
	return number % count;
}

void helm_turn(struct helm *helm, uint32_t confirms, int64_t t_ns)
{
	if (!helm->on) {
		return;
	}
	pin_turn(&helm->pin, t_ns);
	if (heartbeat_is_due(&helm->heartbeat, t_ns)) {
		heartbeat_send(&helm->heartbeat, throw_below(helm, NONCE_MAX), t_ns);
	}
	(void)lease_turn(&helm->lease, confirms, t_ns);
}

int64_t helm_due_ns(const struct helm *helm)
{
	return helm->on ? heartbeat_due_ns(&helm->heartbeat) : INT64_MAX;
}

/* What it asked for before is too old, should it steer. */
static void move_on(struct helm *helm, uint32_t tablet)
{
	if (helm_steers(helm, tablet)) {
		lease_move_on(&helm->lease);
	}
}

/* After a gap, of all of it or on that line, what comes now may have been said before. */
static void hear_tablet(struct helm *helm, uint32_t tablet, const struct endpoint *from,
			int64_t t_ns)
{
	const bool is_back = tablets_hear(&helm->tablets, tablet, t_ns);

	if (tablet != 0 && (lines_hear(&helm->lines, tablet, from, t_ns) || is_back)) {
		move_on(helm, tablet);
	}
}

uint32_t helm_hear(struct helm *helm, const struct endpoint *from, const char *token, int64_t t_ns)
{
	uint32_t tablet;

	if (!helm->on) {
		return 0;
	}
	tablet = token != NULL ? tablets_with(&helm->tablets, token)
			       : tablets_at(&helm->tablets, from, t_ns);
	hear_tablet(helm, tablet, from, t_ns);
	return tablet;
}

void helm_halt(struct helm *helm, int64_t t_ns)
{
	halts_hear(&helm->halts, t_ns);
	move_on(helm, helm->lease.holder);
}

void helm_see(struct helm *helm, enum state state, int64_t t_ns)
{
	if (halts_see(&helm->halts, state, t_ns)) {
		move_on(helm, helm->lease.holder);
	}
}

void helm_join(struct helm *helm, uint32_t tablet, const struct endpoint *from, int64_t t_ns)
{
	struct tablet *joins = tablets_find(&helm->tablets, tablet);

	if (joins != NULL) {
		tablets_settle(&helm->tablets, tablet, from, t_ns);
		quarantine_begin(&joins->quarantine, t_ns);
		move_on(helm, tablet);
	}
}

static enum osc_error refuse_stranger(const struct helm *helm, struct args *args)
{
	if (helm->lease.holder == 0) {
		return args_refuse(args, ERROR_NOT_OWNER, "nobody steers: /rig/lease/request");
	}
	snprintf(args->detail, sizeof(args->detail), "%s steers", helm->lease.name);
	return ERROR_NOT_OWNER;
}

static enum osc_error check_epoch(const struct helm *helm, const struct osc_entry *entry,
				  struct args *args)
{
	const struct value *epoch = args_of(args, entry, 'e');

	if (epoch == NULL) {
		return entry->guarded ? args_refuse(args, ERROR_STALE_EPOCH,
						    "needs the epoch of /rig/lease/grant")
				      : ERROR_NONE;
	}
	if (fabs(epoch->number - helm->lease.epoch) < 0.5) {
		return ERROR_NONE;
	}
	return args_refuse(args, ERROR_STALE_EPOCH, "too late: /rig/lease/grant tells the epoch");
}

/* Why what moves heads is not taken from it now. */
static enum osc_error check_line(const struct helm *helm, const struct tablet *sender,
				 const struct endpoint *from, struct args *args, int64_t t_ns)
{
	if (lines_hold(&helm->lines, sender->number, from, t_ns)) {
		return args_refuse(args, ERROR_QUARANTINE,
				   "the line is new or was down: again in a second");
	}
	if (quarantine_holds(&sender->quarantine, t_ns)) {
		return args_refuse(args, ERROR_QUARANTINE, "the line was down: again in a second");
	}
	if (helm_steers(helm, sender->number) && lease_is_silent(&helm->lease, t_ns)) {
		return args_refuse(args, ERROR_QUARANTINE, "no heartbeat for 1.5 s: /rig/hb first");
	}
	return ERROR_NONE;
}

enum osc_error helm_admit(struct helm *helm, const struct osc_entry *entry, struct args *args,
			  uint32_t tablet, const struct endpoint *from, bool moving, int64_t t_ns)
{
	const struct tablet *sender = tablets_find(&helm->tablets, tablet);
	bool moves = entry->kind == OSC_COMMAND || entry->guarded || moving;
	enum osc_error error = ERROR_NONE;

	if (!helm->on || entry->who == OSC_ANYONE || entry->who == OSC_SIMULATOR) {
		return ERROR_NONE;
	}
	if (sender == NULL) {
		return args_refuse(args, ERROR_NOT_PAIRED,
				   "pair first: /rig/pair, then with the PIN the rig shows");
	}
	if (entry->who == OSC_OWNER && !helm_steers(helm, tablet)) {
		return refuse_stranger(helm, args);
	}
	if ((entry->who == OSC_OWNER || entry->guarded) && moves) {
		error = check_line(helm, sender, from, args, t_ns);
	}
	return error == ERROR_NONE && entry->who == OSC_OWNER ? check_epoch(helm, entry, args)
							      : error;
}

enum osc_error helm_show_pin(struct helm *helm, struct args *args, int64_t t_ns)
{
	if (!helm->on) {
		return args_refuse(args, ERROR_LOCKED, "a bench needs no pairing");
	}
	if (!pin_show(&helm->pin, throw_below(helm, PIN_NUMBERS), t_ns)) {
		snprintf(args->detail, sizeof(args->detail), "too many wrong PINs: again in %.0f s",
			 ceil(pin_left_s(&helm->pin, t_ns)));
		return ERROR_LOCKED;
	}
	return ERROR_NONE;
}

static enum osc_error try_pin(struct helm *helm, struct args *args, const char *digits,
			      int64_t t_ns)
{
	switch (pin_try(&helm->pin, digits, t_ns)) {
	case PIN_RIGHT:
		return ERROR_NONE;
	case PIN_WRONG:
		return args_refuse(args, ERROR_BAD_PIN, "wrong");
	case PIN_NONE:
		return args_refuse(args, ERROR_BAD_PIN, "none is shown now: /rig/pair shows one");
	case PIN_SHUT:
		break;
	}
	return helm_show_pin(helm, args, t_ns); /* says for how long */
}

enum osc_error helm_pair(struct helm *helm, struct args *args, const char *digits, const char *name,
			 const struct endpoint *from, int64_t t_ns, uint64_t *token)
{
	enum osc_error error =
		helm->on ? try_pin(helm, args, digits, t_ns) : helm_show_pin(helm, args, t_ns);
	uint32_t tablet;

	if (error != ERROR_NONE) {
		return error;
	}
	*token = (uint64_t)helm->dice(helm->cup) << 32 | helm->dice(helm->cup);
	tablet = tablets_pair(&helm->tablets, name, *token, helm->lease.holder, t_ns);
	hear_tablet(helm, tablet, from, t_ns);
	tablets_settle(&helm->tablets, tablet, from, t_ns);
	return ERROR_NONE;
}

/* The name it gave just now, or the one it was paired by. */
static const char *name_of(const struct helm *helm, uint32_t tablet, const char *name,
			   char buffer[LEASE_NAME_BYTES])
{
	if (name[0] == '\0') {
		return tablets_name(&helm->tablets, tablet);
	}
	snprintf(buffer, LEASE_NAME_BYTES, "%s", name);
	for (char *at = buffer; *at != '\0'; at++) {
		*at = (char)(*at >= ' ' && *at <= '~' ? *at : '?');
	}
	return buffer;
}

enum osc_error helm_request(struct helm *helm, struct args *args, uint32_t tablet, const char *name,
			    int64_t t_ns)
{
	char buffer[LEASE_NAME_BYTES];

	if (!helm->on) {
		return args_refuse(args, ERROR_LOCKED, "a bench has no lease: everybody steers");
	}
	if (lease_request(&helm->lease, tablet, name_of(helm, tablet, name, buffer), t_ns)) {
		return ERROR_NONE;
	}
	if (helm->lease.holder == 0) {
		return args_refuse(args, ERROR_BUSY, "somebody steered just now: ask again");
	}
	snprintf(args->detail, sizeof(args->detail),
		 "%s steers; /rig/lease/take with a PIN takes over", helm->lease.name);
	return ERROR_BUSY;
}

enum osc_error helm_take(struct helm *helm, struct args *args, uint32_t tablet, const char *digits,
			 uint32_t confirms, int64_t t_ns, bool *waits)
{
	enum osc_error error = ERROR_NONE;

	*waits = false;
	if (!helm->on || helm->lease.holder == 0 || helm_steers(helm, tablet)) {
		return helm_request(helm, args, tablet, "", t_ns);
	}
	if (helm->lease.taking.by == tablet) {
		return ERROR_NONE; /* said twice: the PIN is spent, the button waited for */
	}
	if (helm->lease.taking.by != 0) {
		snprintf(args->detail, sizeof(args->detail), "%s is taking over",
			 helm->lease.taking.name);
		return ERROR_BUSY;
	}
	error = try_pin(helm, args, digits, t_ns);
	if (error == ERROR_NONE) {
		*waits = lease_take(&helm->lease, tablet, tablets_name(&helm->tablets, tablet),
				    confirms, t_ns);
	}
	if (*waits) {
		helm_halt(helm, t_ns);
	}
	return error;
}

void helm_release(struct helm *helm, uint32_t tablet, int64_t t_ns)
{
	lease_release(&helm->lease, tablet, t_ns);
}

enum osc_error helm_beat(struct helm *helm, struct args *args, uint32_t tablet, uint32_t nonce,
			 int64_t t_ns)
{
	struct quarantine *quarantine;

	if (!helm->on || !helm_steers(helm, tablet)) {
		return ERROR_NONE; /* it listens, and that is all */
	}
	if (!heartbeat_answers(&helm->heartbeat, nonce, t_ns)) {
		return args_refuse(args, ERROR_BAD_VALUE,
				   "no nonce of the last 1.5 s: /rig/hb/nonce");
	}
	quarantine = &tablets_find(&helm->tablets, tablet)->quarantine;
	if (lease_is_silent(&helm->lease, t_ns) && !quarantine_holds(quarantine, t_ns)) {
		quarantine_begin(quarantine, t_ns);
		lease_move_on(&helm->lease);
	}
	lease_beat(&helm->lease, tablet, t_ns);
	return ERROR_NONE;
}

void helm_tell(const struct helm *helm, struct command *command)
{
	command->lease = helm->lease.holder != 0 ? helm->lease.number : 0;
	command->beat_t_ns = helm->lease.beat_ns;
}

bool helm_steers(const struct helm *helm, uint32_t tablet)
{
	return tablet != 0 && helm->lease.holder == tablet;
}

void helm_pairings(const struct helm *helm, struct pairings *pairings)
{
	*pairings = helm->tablets.kept;
	pairings->pin_shows = helm->pin.shows;
	memcpy(pairings->pin, helm->pin.digits, sizeof(pairings->pin));
}
