/*
 * allow.h - whom we listen to at all, beyond /rig/stop. Pure.
 */
#ifndef NET_ALLOW_H
#define NET_ALLOW_H

#include "net/endpoint.h"

#include <knead/rig.h>

#include <stdbool.h>

/* Is it in one of the networks that the rig's file lists, or has it no list? */
bool allow_has(const struct osc_spec *osc, const struct endpoint *from);

#endif
