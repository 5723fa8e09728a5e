/*
 * answer.h - what the simulated client says about comfort: two seconds after being asked, and
 * unasked when it is far too much.
 */
#ifndef KNEAD_SIM_ANSWER_H
#define KNEAD_SIM_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#define ANSWER_AFTER_S 2.0 /* [P] */
#define CRY_LEVEL      8   /* says so unasked [P] */
#define CRY_AGAIN_S    5.0 /* and again, while it lasts [P] */

/* All-zero is a client who answers and was not asked yet. */
struct answer_maker {
	bool silent;
	double asked_s; /* for how long the question has been lit */
	double cry_s;   /* until the next cry may come */
	uint32_t answers;
	int comfort; /* 0..10, the last answer */
};

/* level: 0..10, how uncomfortable it is; asked: the question is lit at the client's handset. */
void answer_step(struct answer_maker *maker, double level, bool asked, double dt_s);

#endif
