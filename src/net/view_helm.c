/*
 * view_helm.c - on a bench everybody steers, and nobody has to.
 */
#include "net/view_helm.h"

static void view_owner(const struct helm *helm, const struct view *view, struct value *values)
{
	(void)view;
	value_put_text(&values[0], helm->lease.name);
}

static void view_owner_you(const struct helm *helm, const struct view *view, struct value *values)
{
	values[0].number = !helm->on || helm_steers(helm, view->tablet) ? 1.0 : 0.0;
}

static void view_taking(const struct helm *helm, const struct view *view, struct value *values)
{
	(void)view;
	value_put_text(&values[0], helm->lease.taking.name);
}

static void view_heartbeat(const struct helm *helm, const struct view *view, struct value *values)
{
	values[0].number = !helm->on || lease_is_fresh(&helm->lease, view->t_ns) ? 1.0 : 0.0;
}

static void view_nonce(const struct helm *helm, const struct view *view, struct value *values)
{
	(void)view;
	values[0].number = heartbeat_nonce(&helm->heartbeat);
}

bool view_helm(const struct view *view, const struct osc_entry *entry, struct value *values)
{
	static void (*const rows[ID_COUNT])(const struct helm *, const struct view *,
					    struct value *) = {
		[ID_OWNER] = view_owner,         [ID_OWNER_YOU] = view_owner_you,
		[ID_LEASE_TAKING] = view_taking, [ID_HEARTBEAT] = view_heartbeat,
		[ID_HB_NONCE] = view_nonce,
	};

	if (rows[entry->id] == NULL) {
		return false;
	}
	rows[entry->id](view->helm, view, values);
	return true;
}
