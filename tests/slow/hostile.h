/*
 * hostile.h - the network room without a socket that anybody hears, and packets of every sort for it: what
 * somebody in good faith would send, what nobody should, and what is no packet at all.
 */
#ifndef TESTS_SLOW_HOSTILE_H
#define TESTS_SLOW_HOSTILE_H

#include "net/channels.h"
#include "net/helm.h"
#include "net/in.h"
#include "net/wire.h"
#include "rt/mailbox.h"

#include "core/bench_rig.h"
#include "net/packets.h"

#include <knead/command.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>

#include <stdio.h>

struct hostile {
	struct dice dice;
	int heads;
	struct server_setup setup;
	struct asked asked;
	struct helm helm; /* of a bench: nobody needs to be paired */
	struct peers peers;
	struct outlet outlet;
	struct channels channels;
	struct in in;
	struct endpoint from;
	struct mailbox commands;
	struct mailbox snapshots;
	struct mailbox orders;
	_Alignas(16) unsigned char command_slots[3 * sizeof(struct command)];
	_Alignas(16) unsigned char snapshot_slots[3 * sizeof(struct snapshot)];
	_Alignas(16) unsigned char order_slots[3 * sizeof(struct sim_order)];
	int sound;
	int unsound;
};

static inline uint32_t hostile_dice(void *dice)
{
	return (uint32_t)dice_draw(dice);
}

static const char *const hostile_patients[] = {"somebody"};

/* Answers go to fd and get lost. */
static inline void hostile_open(struct hostile *on, int fd, const struct rig *rig,
				const struct technique *techniques, int technique_count)
{
	mailbox_init(&on->commands, on->command_slots, sizeof(struct command));
	mailbox_init(&on->snapshots, on->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&on->orders, on->order_slots, sizeof(struct sim_order));
	on->heads = rig->head_count;
	on->setup = (struct server_setup){.bind = "127.0.0.1",
					  .rig = rig,
					  .techniques = techniques,
					  .technique_count = technique_count,
					  .patient_names = hostile_patients,
					  .patient_count = 1,
					  .commands = &on->commands,
					  .snapshots = &on->snapshots,
					  .orders = &on->orders};
	asked_init(&on->asked, &on->setup);
	helm_init(&on->helm, false, hostile_dice, &on->dice, NULL);
	on->outlet.fd = fd;
	channels_init(&on->channels, &on->outlet, &on->setup);
	on->in = (struct in){.outlet = &on->outlet,
			     .setup = &on->setup,
			     .asked = &on->asked,
			     .helm = &on->helm,
			     .peers = &on->peers,
			     .channels = &on->channels};
	assert_true(endpoint_parse("127.0.0.1", 9, &on->from));
}

/* A turn of the network begins, with what the core shows; hostile_end publishes what was asked in it. */
static inline void hostile_begin(struct hostile *on, const struct snapshot *now, int64_t t_ns)
{
	memcpy(mailbox_back(&on->snapshots), now, sizeof(*now));
	mailbox_publish(&on->snapshots);
	on->in.view = (struct view){.setup = &on->setup,
				    .asked = &on->asked,
				    .helm = &on->helm,
				    .now = mailbox_front(&on->snapshots),
				    .t_ns = t_ns};
	on->in.match_steps = 0;
	on->in.replies = 0;
}

static inline void hostile_end(struct hostile *on, struct command *command, struct sim_order *order,
			       int64_t t_ns)
{
	asked_publish(&on->asked, &on->setup, t_ns);
	*command = *(const struct command *)mailbox_front(&on->commands);
	*order = *(const struct sim_order *)mailbox_front(&on->orders);
}

static inline void hostile_send(struct hostile *on, const struct packet *packet)
{
	if (wire_is_sound(packet->bytes, packet->size)) {
		on->sound++;
	} else {
		on->unsound++;
	}
	in_packet(&on->in, &on->from, packet->bytes, packet->size);
}

static inline void hostile_arguments(struct hostile *on, struct packet *packet)
{
	static const float floats[] = {0.0f,     1.0f,      -1.0f, 0.5f,  NAN,
				       INFINITY, -INFINITY, 3e38f, 80.0f, 7.0f};
	static const char *const words[] = {"no",   "yes",     "consent",     "stop", "hand",
					    "none", "swedish", "deep_tissue", "",     "shiatsu"};
	static const char tags[] = "iffffsTFNIhdb";
	char types[8] = ",";
	int count = dice_below(&on->dice, 4);

	for (int k = 1; k <= count; k++) {
		types[k] = tags[dice_below(&on->dice, (int)sizeof(tags) - 1)];
	}
	packet_text(packet, types);
	for (int k = 1; k <= count; k++) {
		if (types[k] == 'i') {
			packet_u32(packet, (uint32_t)(dice_below(&on->dice, 20) - 3));
		} else if (types[k] == 'f') {
			packet_float(packet, floats[dice_below(&on->dice, 10)]);
		} else if (types[k] == 's') {
			packet_text(packet, words[dice_below(&on->dice, 10)]);
		} else if (types[k] == 'h' || types[k] == 'd') {
			packet_u32(packet, (uint32_t)dice_draw(&on->dice));
			packet_u32(packet, (uint32_t)dice_draw(&on->dice));
		} else if (types[k] == 'b') {
			packet_u32(packet, 4);
			packet_u32(packet, (uint32_t)dice_draw(&on->dice));
		}
	}
}

/* Any of the table; of a family a member, or a pattern for all of them. Seldom the stop. */
static inline void hostile_address(struct hostile *on, struct packet *packet)
{
	int count;
	const struct osc_entry *table = osc_schema(&count);
	const struct osc_entry *entry = &table[dice_below(&on->dice, count)];
	const char *open = strchr(entry->path, '{');
	const char *member = strstr(entry->path, "region") != NULL ? "lower_back" : "1";
	char path[128];

	if (entry->id == ID_STOP && dice_below(&on->dice, 8) != 0) {
		entry = osc_schema_row(ID_START);
	}
	if (open == NULL) {
		packet_text(packet, entry->path);
		return;
	}
	snprintf(path, sizeof(path), "%.*s%s%s", (int)(open - entry->path), entry->path,
		 dice_below(&on->dice, 2) == 0 ? "*" : member, strchr(open, '}') + 1);
	packet_text(packet, path);
}

/* Noise, bundles, all addresses with any arguments; bits turned, ends cut off. */
static inline void hostile_wild(struct hostile *on)
{
	struct packet packet = {.size = 0};
	int sort = dice_below(&on->dice, 10);

	if (sort == 0) {
		packet.size = (size_t)dice_below(&on->dice, 200);
		for (size_t k = 0; k < packet.size; k++) {
			packet.bytes[k] = (uint8_t)dice_draw(&on->dice);
		}
	} else if (sort == 1) {
		packet_bundle(&packet, (uint64_t)dice_below(&on->dice, 3));
		for (int k = dice_below(&on->dice, 4); k > 0; k--) {
			size_t start = packet_open(&packet);

			hostile_address(on, &packet);
			hostile_arguments(on, &packet);
			packet_close(&packet, start);
		}
	} else {
		hostile_address(on, &packet);
		hostile_arguments(on, &packet);
	}
	if (packet.size > 0 && dice_below(&on->dice, 6) == 0) {
		packet.bytes[dice_below(&on->dice, (int)packet.size)] ^=
			(uint8_t)(1u << dice_below(&on->dice, 8));
	}
	if (dice_below(&on->dice, 12) == 0) {
		packet.size = (size_t)dice_below(&on->dice, (int)packet.size + 1);
	}
	hostile_send(on, &packet);
}

static inline void hostile_say(struct hostile *on, const char *path, const char *types,
			       const char *word, double value)
{
	struct packet packet = {.size = 0};

	packet_text(&packet, path);
	packet_text(&packet, types);
	if (word != NULL) {
		packet_text(&packet, word);
	}
	if (strchr(types, 'f') != NULL) {
		packet_float(&packet, (float)value);
	}
	hostile_send(on, &packet);
}

/* What somebody in good faith would do, so that every state is reached. */
static inline void hostile_kind(struct hostile *on)
{
	static const char *const commands[] = {"/rig/arm",    "/rig/start",       "/rig/arm",
					       "/rig/start",  "/rig/fault/reset", "/rig/start",
					       "/rig/resume", "/rig/pause"};
	char path[96];

	hostile_say(on, commands[dice_below(&on->dice, 8)], ",", NULL, 0.0);
	if (dice_below(&on->dice, 10) != 0) {
		return;
	}
	hostile_say(on, "/rig/intensity", ",f", NULL, dice_between(&on->dice, 0.5, 1.0));
	hostile_say(on, "/rig/ceiling", ",f", NULL, dice_between(&on->dice, 30.0, 80.0));
	hostile_say(on, "/rig/comfort", ",f", NULL, dice_below(&on->dice, 4));
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		snprintf(path, sizeof(path), "/rig/screening/%s", screening_words(item)->name);
		hostile_say(on, path, ",s", "no", 0.0);
	}
	for (int region = REGION_NONE + 1; region < REGION_COUNT; region++) {
		snprintf(path, sizeof(path), "/rig/region/%s/enable",
			 region_facts((enum region)region)->name);
		hostile_say(on, path, ",f", NULL, 1.0);
	}
}

/* A device fails, or is well again; a button is pressed or let go. */
static inline void hostile_break(struct hostile *on)
{
	static const double magnitudes[] = {0.5, 2.0, -1.0, 0.05, 0.1, 20.0};
	struct packet packet = {.size = 0};
	int kind = dice_below(&on->dice, 2) == 0 ? 0 : dice_below(&on->dice, FAULT_KINDS);

	packet_text(&packet, "/sim/fault");
	packet_text(&packet, ",sif");
	packet_text(&packet, fault_kind_name((enum fault_kind)kind));
	packet_u32(&packet, kind == 0 ? 0 : (uint32_t)dice_below(&on->dice, on->heads + 1));
	packet_float(&packet, (float)magnitudes[dice_below(&on->dice, 6)]);
	hostile_send(on, &packet);
	hostile_say(on, "/sim/button", ",sf", dice_below(&on->dice, 3) == 0 ? "stop" : "confirm",
		    dice_below(&on->dice, 3) == 0 ? 1.0 : 0.0);
}

#endif
