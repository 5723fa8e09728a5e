/*
 * precedence.c - foreign ones before all, then who never spoke, then strangers where there are too many, then who
 * was silent for longest.
 */
#include "net/precedence.h"

#include <stddef.h>

/* As a newcomer finds the others. */
struct view_of {
	const struct connection_hearer *hearer;
	bool allowed;
	bool crowded; /* strangers are where tablets should be */
	int64_t t_ns;
};

static bool is_strange(const struct connection *connection, const struct connection_hearer *hearer)
{
	return !hearer->is_tablet(hearer->context, &connection->peer);
}

static bool are_too_many_strange(const struct connection *list,
				 const struct connection_hearer *hearer)
{
	int strange = 0;

	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		strange += list[i].number != 0 && is_strange(&list[i], hearer) ? 1 : 0;
	}
	return strange > CONNECTIONS_MAX - CONNECTIONS_KEPT;
}

static bool yields(const struct connection *connection, const struct view_of *view)
{
	const int64_t silent_ns = view->t_ns - connection->heard_ns;

	if (!connection->allowed) {
		return true;
	}
	if (!view->allowed) {
		return false;
	}
	if (view->crowded && is_strange(connection, view->hearer) &&
	    view->t_ns - connection->since_ns >= CONNECTIONS_YIELD_STRANGE_NS) {
		return true;
	}
	return silent_ns >=
	       (connection->spoke ? CONNECTIONS_YIELD_IDLE_NS : CONNECTIONS_YIELD_MUTE_NS);
}

static bool yields_before(const struct connection *one, const struct connection *other,
			  const struct connection_hearer *hearer)
{
	if (one->allowed != other->allowed) {
		return !one->allowed;
	}
	if (one->spoke != other->spoke) {
		return !one->spoke;
	}
	if (is_strange(one, hearer) != is_strange(other, hearer)) {
		return is_strange(one, hearer);
	}
	return one->heard_ns < other->heard_ns;
}

struct connection *precedence_yielding(struct connection *list,
				       const struct connection_hearer *hearer, bool allowed,
				       int64_t t_ns)
{
	const struct view_of view = {hearer, allowed, are_too_many_strange(list, hearer), t_ns};
	struct connection *found = NULL;

	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *connection = &list[i];

		if (connection->number != 0 && yields(connection, &view) &&
		    (found == NULL || yields_before(connection, found, hearer))) {
			found = connection;
		}
	}
	return found;
}
