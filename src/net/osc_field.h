/*
 * osc_field.h - where a row of osc_schema.c has its value: in the command, in the snapshot, or in one of each head's or
 * region's there.
 */
#ifndef NET_OSC_FIELD_H
#define NET_OSC_FIELD_H

#include "net/osc_schema.h"

#include <knead/command.h>
#include <knead/snapshot.h>

#include <stddef.h>

#define COMMAND_FIELD(kind, member)                                   \
	{                                                             \
		IN_COMMAND, kind, offsetof(struct command, member), 0 \
	}
#define PRESS(name) COMMAND_FIELD(STORE_PRESSES, presses.name)
#define SHOWN(member)                                                           \
	{                                                                       \
		IN_SNAPSHOT, STORE_DOUBLE, offsetof(struct snapshot, member), 0 \
	}
#define SHOWN_BOOL(member)                                                    \
	{                                                                     \
		IN_SNAPSHOT, STORE_BOOL, offsetof(struct snapshot, member), 0 \
	}
#define SHOWN_OF_REGION(member)                                               \
	{                                                                     \
		IN_SNAPSHOT, STORE_DOUBLE, offsetof(struct snapshot, member), \
			sizeof(((struct snapshot *)0)->member[0])             \
	}
#define REGION_FIELD(kind, member)                                  \
	{                                                           \
		IN_COMMAND, kind, offsetof(struct command, member), \
			sizeof(((struct command *)0)->member[0])    \
	}
#define HEAD_FIELD(kind, member)                                                               \
	{                                                                                      \
		IN_SNAPSHOT, kind,                                                             \
			offsetof(struct snapshot, heads) + offsetof(struct head_view, member), \
			sizeof(struct head_view)                                               \
	}

#endif
