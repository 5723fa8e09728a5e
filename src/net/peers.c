/*
 * peers.c - subscriptions and budgets. A stranger can cost us a table row for a second, never more.
 */
#include "net/peers.h"

#define NS_PER_S 1000000000LL

static const int64_t lasts_ns = (int64_t)(SUBSCRIPTION_LASTS_S * 1e9);

struct subscriber *peers_find(struct peers *peers, const struct endpoint *from)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->used && endpoint_equals(&subscriber->from, from)) {
			return subscriber;
		}
	}
	return NULL;
}

static struct subscriber *find_destination(struct peers *peers, const struct endpoint *to)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->used && endpoint_equals(&subscriber->to, to)) {
			return subscriber;
		}
	}
	return NULL;
}

static struct subscriber *find_free(struct peers *peers)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		if (!peers->subscribers[i].used) {
			return &peers->subscribers[i];
		}
	}
	return NULL;
}

static int count_paired(const struct peers *peers)
{
	int count = 0;

	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		count += peers->subscribers[i].used && peers->subscribers[i].tablet != 0 ? 1 : 0;
	}
	return count;
}

/* Of the strangers' the one that ends first, or NULL. */
static struct subscriber *find_yielding(struct peers *peers)
{
	struct subscriber *first = NULL;

	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->tablet == 0 &&
		    (first == NULL || subscriber->until_ns < first->until_ns)) {
			first = subscriber;
		}
	}
	if (first != NULL) {
		first->used = false;
	}
	return first;
}

/* A place for a new one, free. */
static struct subscriber *find_place(struct peers *peers, uint32_t tablet)
{
	struct subscriber *place = find_free(peers);

	return place == NULL && tablet != 0 ? find_yielding(peers) : place;
}

/* A stranger's that becomes a tablet's is new to it, too. */
static bool is_renewal(const struct subscriber *same, uint32_t tablet)
{
	return same != NULL && (tablet == 0 || same->tablet == tablet);
}

struct subscriber *peers_subscribe(struct peers *peers, const struct endpoint *from,
				   const struct listening *listening, int64_t t_ns, bool *is_new)
{
	const uint32_t tablet = listening->tablet;
	struct endpoint to = endpoint_at_port(from, listening->port);
	struct subscriber *known = peers_find(peers, from);
	struct subscriber *same = find_destination(peers, &to);

	if (known != NULL && same != NULL && known != same) {
		known->used = false; /* moved its port onto one that was already served */
	}
	same = same != NULL ? same : known;
	*is_new = !is_renewal(same, tablet);
	if (same != NULL && same->tablet != 0 && tablet == 0 && same != known) {
		same->until_ns =
			t_ns + lasts_ns; /* from elsewhere a stranger may renew it, no more */
		return same;
	}
	if (*is_new && tablet != 0 && (same == NULL || same->tablet == 0) &&
	    count_paired(peers) >= PAIRED_LISTEN) {
		return NULL;
	}
	same = same != NULL ? same : find_place(peers, tablet);
	if (same == NULL) {
		return NULL;
	}
	if (!same->used) {
		*same = (struct subscriber){.used = true, .due_ns = t_ns};
	}
	same->tablet = tablet != 0 ? tablet : same->tablet;
	same->from = *from;
	same->to = to;
	same->period_ns = (int64_t)(1e9 / listening->rate_hz);
	same->until_ns = t_ns + lasts_ns;
	return same;
}

void peers_renew(struct peers *peers, const struct endpoint *from, uint32_t tablet, int64_t t_ns)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->used && (endpoint_equals(&subscriber->from, from) ||
					 (tablet != 0 && subscriber->tablet == tablet))) {
			subscriber->until_ns = t_ns + lasts_ns;
		}
	}
}

void peers_pair(struct peers *peers, const struct endpoint *from, uint32_t tablet)
{
	struct subscriber *subscriber = peers_find(peers, from);

	if (subscriber != NULL &&
	    (subscriber->tablet != 0 || count_paired(peers) < PAIRED_LISTEN)) {
		subscriber->tablet = tablet;
	}
}

uint32_t peers_tablet_at(const struct peers *peers, const struct endpoint *to)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		const struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->used && endpoint_equals(&subscriber->to, to)) {
			return subscriber->tablet;
		}
	}
	return 0;
}

void peers_unsubscribe(struct peers *peers, const struct endpoint *from)
{
	struct subscriber *subscriber = peers_find(peers, from);

	if (subscriber != NULL) {
		subscriber->used = false;
	}
}

int peers_expire(struct peers *peers, int64_t t_ns)
{
	int living = 0;

	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		subscriber->used = subscriber->used && t_ns < subscriber->until_ns;
		living += subscriber->used ? 1 : 0;
	}
	return living;
}

struct endpoint peers_answer_to(struct peers *peers, const struct endpoint *from)
{
	const struct subscriber *subscriber = peers_find(peers, from);

	return subscriber != NULL ? subscriber->to : *from;
}

/* The source's account, or NULL. */
static struct sender *known_sender(struct peers *peers, const struct endpoint *from)
{
	for (int i = 0; i < SENDERS_MAX; i++) {
		struct sender *sender = &peers->senders[i];

		if (sender->seen_ns != 0 && endpoint_equals(&sender->from, from)) {
			return sender;
		}
	}
	return NULL;
}

/*
 * A new account in a free place or that of whoever was silent for a second; NULL where everybody in
 * the table is busy: then a newcomer gets no reply, and a flood from invented addresses cannot make us
 * send more than the table allows. A tablet may have any place, a stranger none of those kept for them.
 */
static struct sender *new_sender(struct peers *peers, const struct endpoint *from, uint32_t tablet,
				 int64_t t_ns)
{
	const int first = tablet != 0 ? 0 : SENDERS_PAIRED;
	struct sender *idlest = &peers->senders[first];

	for (int i = first + 1; i < SENDERS_MAX; i++) {
		if (peers->senders[i].seen_ns < idlest->seen_ns) {
			idlest = &peers->senders[i];
		}
	}
	if (idlest->seen_ns != 0 && t_ns - idlest->seen_ns < NS_PER_S) {
		return NULL;
	}
	*idlest = (struct sender){.from = *from, .seen_ns = t_ns, .replies = REPLIES_PER_S};
	return idlest;
}

static struct sender *find_sender(struct peers *peers, const struct endpoint *from, uint32_t tablet,
				  int64_t t_ns)
{
	struct sender *sender = known_sender(peers, from);

	if (sender == NULL) {
		return new_sender(peers, from, tablet, t_ns);
	}
	sender->replies += (double)(t_ns - sender->seen_ns) * 1e-9 * REPLIES_PER_S;
	if (!(sender->replies <= REPLIES_PER_S)) {
		sender->replies = REPLIES_PER_S;
	}
	sender->seen_ns = t_ns;
	return sender;
}

bool peers_may_send_error(struct peers *peers, const struct endpoint *from, uint32_t tablet,
			  int64_t t_ns)
{
	struct sender *sender = find_sender(peers, from, tablet, t_ns);
	int64_t *oldest;

	if (sender == NULL) {
		return false;
	}
	oldest = &sender->errors_t_ns[sender->oldest_error];
	if (*oldest != 0 && t_ns - *oldest < NS_PER_S) {
		return false;
	}
	*oldest = t_ns;
	sender->oldest_error = (sender->oldest_error + 1) % ERRORS_PER_S;
	return true;
}

bool peers_may_reply(struct peers *peers, const struct endpoint *from, uint32_t tablet,
		     int64_t t_ns)
{
	struct sender *sender = find_sender(peers, from, tablet, t_ns);

	if (sender == NULL || sender->replies < 1.0) {
		return false;
	}
	sender->replies -= 1.0;
	return true;
}
