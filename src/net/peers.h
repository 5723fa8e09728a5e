/*
 * peers.h - who listens to us, and how much we will still say to whom. A fixed number of each.
 */
#ifndef NET_PEERS_H
#define NET_PEERS_H

#include "net/endpoint.h"

#include <stdbool.h>
#include <stdint.h>

#define SUBSCRIBERS_MAX 8
#define PAIRED_LISTEN   4 /* of them at most, so that strangers find a place too */
#define SENDERS_MAX     64
#define SENDERS_PAIRED  16 /* of them for tablets only, so that strangers push none out */

#define SUBSCRIPTION_LASTS_S 10.0
#define SUBSCRIBER_MIN_HZ    1.0
#define SUBSCRIBER_MAX_HZ    30.0
#define SUBSCRIBER_HZ        10.0

#define ERRORS_PER_S  5
#define REPLIES_PER_S 800.0 /* what one pattern over 64 heads asks for fits */

struct subscriber {
	bool used;
	struct endpoint from;
	struct endpoint to;
	int64_t period_ns; /* of head values */
	int64_t due_ns;    /* next head values */
	int64_t until_ns;
	uint32_t tablet; /* whose it is; 0: nobody's who is paired */
};

/* Somebody we refused or answered something lately. */
struct sender {
	struct endpoint from;
	int64_t seen_ns; /* 0: this place is free */
	int64_t errors_t_ns[ERRORS_PER_S];
	int oldest_error;
	double replies; /* still allowed, refilled with time */
};

struct peers {
	struct subscriber subscribers[SUBSCRIBERS_MAX];
	struct sender senders[SENDERS_MAX];
};

/* The living subscription of that source, or NULL. */
struct subscriber *peers_find(struct peers *peers, const struct endpoint *from);

/* Where and how often somebody wants to hear. */
struct listening {
	uint16_t port;   /* 0: where it sent from */
	double rate_hz;  /* of head values */
	uint32_t tablet; /* 0: a stranger */
};

/*
 * Subscribes or renews: the same source, or the same destination named from a new source port (as
 * oscsend does, a new one each time), is the same subscription. Where all places are taken, a tablet
 * gets the one of whichever stranger's ends first. NULL where there is none, and for a tablet where
 * PAIRED_LISTEN listen. *is_new: it is no renewal.
 */
struct subscriber *peers_subscribe(struct peers *peers, const struct endpoint *from,
				   const struct listening *listening, int64_t t_ns, bool *is_new);

/* Another SUBSCRIPTION_LASTS_S, where there is a subscription of that source or, not 0, tablet. */
void peers_renew(struct peers *peers, const struct endpoint *from, uint32_t tablet, int64_t t_ns);

/* The subscription of that source is the tablet's, if there is one and room for it. */
void peers_pair(struct peers *peers, const struct endpoint *from, uint32_t tablet);

/* Whose word goes there: a tablet, or 0. */
uint32_t peers_tablet_at(const struct peers *peers, const struct endpoint *to);

void peers_unsubscribe(struct peers *peers, const struct endpoint *from);

/* Forgets who was silent for too long; the number still there. */
int peers_expire(struct peers *peers, int64_t t_ns);

/* Where that source wants to be answered: its subscription's port, else where it sent from. */
struct endpoint peers_answer_to(struct peers *peers, const struct endpoint *from);

/* May one more error, one more reply, go to that source of that tablet (0: a stranger) now? Counts it where it may. */
bool peers_may_send_error(struct peers *peers, const struct endpoint *from, uint32_t tablet,
			  int64_t t_ns);
bool peers_may_reply(struct peers *peers, const struct endpoint *from, uint32_t tablet,
		     int64_t t_ns);

#endif
