#include "core/safety/ceiling.h"

#include <math.h>
#include <string.h>

#define NS_PER_S 1e9
#define SAME     1e-9 /* metres or newtons: nothing anybody could mean */

/*
 * Over the kidneys: from the twelfth rib's root to the third lumbar vertebra, 30 to 90 mm beside
 * the midline, of an adult of BODY_HEIGHT_M [M]; [P] for the margin around them.
 */
static const struct {
	double x_from_m;
	double x_to_m;
	double y_from_m;
	double y_to_m;
} kidneys = {0.27, 0.40, 0.02, 0.10};

static bool over_kidneys_of(const struct head_ceiling *head, double height_m)
{
	double scale = BODY_HEIGHT_M / height_m;
	double x_m = head->x_m * scale;
	double y_m = fabs(head->y_m) * scale;

	return x_m >= kidneys.x_from_m && x_m <= kidneys.x_to_m && y_m >= kidneys.y_from_m &&
	       y_m <= kidneys.y_to_m;
}

/* What is asked for over the network adds to the places that are spared and frees none of them. */
static bool over_kidneys(const struct head_ceiling *head, double height_m)
{
	return over_kidneys_of(head, BODY_HEIGHT_M) || over_kidneys_of(head, height_m);
}

/* A limit that is no number is none to press up to. */
static void lower(double *limit_n, enum limit_reason *reason, double to_n, enum limit_reason why)
{
	if (!(to_n >= 0.0)) {
		to_n = 0.0;
	}
	if (!(*limit_n <= to_n)) {
		*limit_n = to_n;
		*reason = why;
	}
}

static void fix(struct head_ceiling *head, double height_m)
{
	double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;

	head->fixed_n = share * FORCE_HARD_N;
	head->fixed_by = LIMIT_CEILING;
	lower(&head->fixed_n, &head->fixed_by, share * PRESSURE_HARD_PA * head->area_m2,
	      LIMIT_CEILING);
	lower(&head->fixed_n, &head->fixed_by, head->rig_n, LIMIT_CEILING);
	if (over_kidneys(head, height_m)) {
		lower(&head->fixed_n, &head->fixed_by, KIDNEY_CAP_N, LIMIT_PLACE);
	}
}

void ceilings_init(struct ceilings *ceilings, const struct rig *rig)
{
	memset(ceilings, 0, sizeof(*ceilings));
	ceilings->head_count = rig->head_count;
	ceilings->height_m = BODY_HEIGHT_M;
	ceilings->following = true;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *from = &rig->heads[i];
		struct head_ceiling *head = &ceilings->heads[i];
		enum limit_reason same = LIMIT_CEILING;

		head->region = from->region;
		head->x_m = from->x_m;
		head->y_m = from->y_m;
		head->area_m2 = from->area_m2;
		head->rig_n = FORCE_HARD_N;
		lower(&head->rig_n, &same, from->ceiling_n, LIMIT_CEILING);
		lower(&head->rig_n, &same, from->ceiling_pa * from->area_m2, LIMIT_CEILING);
		head->ease_n = FORCE_HARD_N;
		fix(head, BODY_HEIGHT_M);
		head->follow_n = head->fixed_n;
	}
}

/*
 * One place: pressed above RELEASED_N it gets a share of what is felt there now, never more than it
 * had, and no oftener than every EASE_PERIOD_S. Whether that lowered anything.
 */
static bool ease_head(struct head_ceiling *head, double felt_n, int64_t t_ns)
{
	double to_n = EASE_STEP * felt_n;

	if (!(felt_n > RELEASED_N && to_n < head->ease_n) || t_ns < head->ease_again_t_ns) {
		return false;
	}
	head->ease_n = to_n < EASE_LEFT_OUT_N ? 0.0 : to_n;
	head->ease_again_t_ns = t_ns + (int64_t)(EASE_PERIOD_S * NS_PER_S);
	return true;
}

/* Whether an ease was taken in that lowered something. */
static bool see_ease(struct ceilings *ceilings, const struct belief *belief,
		     const struct command *command, int64_t t_ns)
{
	bool eased = false;

	if (command->presses.ease == ceilings->ease_presses) {
		return false;
	}
	ceilings->ease_presses = command->presses.ease;
	for (int i = 0; i < ceilings->head_count; i++) {
		eased |= ease_head(&ceilings->heads[i], belief->heads[i].force_n, t_ns);
	}
	return eased;
}

/* Whether there is a new height. */
static bool see_height(struct ceilings *ceilings, double height_m)
{
	bool inside = height_m >= BODY_HEIGHT_MIN_M && height_m <= BODY_HEIGHT_MAX_M;

	if (!inside || fabs(height_m - ceilings->height_m) < SAME) {
		return false;
	}
	ceilings->height_m = height_m;
	for (int i = 0; i < ceilings->head_count; i++) {
		fix(&ceilings->heads[i], height_m);
	}
	return true;
}

/* Whether another ceiling is asked for, or other regions are left out. */
static bool see_asked(struct ceilings *ceilings, const struct command *command)
{
	bool inside = command->ceiling_n >= 0.0 && command->ceiling_n <= CEILING_MAX_N;
	double asked_n = inside ? command->ceiling_n : 0.0;

	if (fabs(asked_n - ceilings->asked_n) < SAME &&
	    memcmp(ceilings->enabled, command->enabled, sizeof(ceilings->enabled)) == 0) {
		return false;
	}
	ceilings->asked_n = asked_n;
	memcpy(ceilings->enabled, command->enabled, sizeof(ceilings->enabled));
	return true;
}

static void set_ceiling(struct head_ceiling *head, const struct ceilings *ceilings)
{
	head->now_n = head->fixed_n;
	head->reason = head->fixed_by;
	lower(&head->now_n, &head->reason, ceilings->asked_n, LIMIT_ASKED);
	lower(&head->now_n, &head->reason, head->ease_n, LIMIT_EASE);
	if (!ceilings->enabled[head->region]) {
		lower(&head->now_n, &head->reason, 0.0, LIMIT_LEFT_OUT);
	}
	if (!(head->follow_n >= head->now_n)) {
		head->follow_n = head->now_n;
	}
}

void ceilings_step(struct ceilings *ceilings, const struct belief *belief,
		   const struct command *command, enum state state, int64_t t_ns, double dt_s)
{
	bool at_rest = state == STATE_BOOT || state == STATE_SELFTEST || state == STATE_IDLE;
	bool taller = at_rest && see_height(ceilings, command->height_m);
	bool eased = see_ease(ceilings, belief, command, t_ns);
	bool asked = see_asked(ceilings, command);
	bool changed = taller || eased || asked;

	if (!changed && !ceilings->following) {
		return;
	}
	ceilings->following = false;
	for (int i = 0; i < ceilings->head_count; i++) {
		struct head_ceiling *head = &ceilings->heads[i];

		if (changed) {
			set_ceiling(head, ceilings);
		}
		if (head->follow_n > head->now_n) {
			head->follow_n -= CEILING_FOLLOW_N_S * dt_s;
			head->follow_n =
				head->follow_n > head->now_n ? head->follow_n : head->now_n;
			ceilings->following = true;
		}
	}
}
