/*
 * view_helm.h - rows of who steers, for view.c alone.
 */
#ifndef NET_VIEW_HELM_H
#define NET_VIEW_HELM_H

#include "net/view.h"

/* Writes the values of such a row, laid out and zero already; false where it is none. */
bool view_helm(const struct view *view, const struct osc_entry *entry, struct value *values);

#endif
