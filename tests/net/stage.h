/*
 * stage.h - the channels of a made-up rig with two ears before them, in time that the test turns.
 */
#ifndef TESTS_NET_STAGE_H
#define TESTS_NET_STAGE_H

#include "net/channels.h"

#include "net/bench.h"
#include "net/ear.h"

#include <unistd.h>

#define MS   1000000LL
#define EARS 2

struct ear {
	int fd;
	struct endpoint at;
};

struct stage {
	struct rig rig;
	struct technique technique;
	struct server_setup setup;
	struct helm helm; /* all zero: a bench */
	struct asked asked;
	struct snapshot snapshot;
	struct peers peers;
	struct channels channels;
	struct view view;
	struct outlet outlet;
	struct ear ears[EARS];
};

/* From all zero. */
static inline void stage_open(struct stage *stage)
{
	bench_make_rig(&stage->rig);
	stage->setup = (struct server_setup){
		.rig = &stage->rig, .techniques = &stage->technique, .technique_count = 1};
	asked_init(&stage->asked, &stage->setup);
	stage->snapshot = bench_snapshot(STATE_IDLE);
	stage->view = (struct view){.setup = &stage->setup,
				    .asked = &stage->asked,
				    .helm = &stage->helm,
				    .now = &stage->snapshot,
				    .t_ns = 1000 * MS};
	stage->outlet.fd = socket(AF_INET, SOCK_DGRAM, 0);
	channels_init(&stage->channels, &stage->outlet, &stage->setup);
	for (int i = 0; i < EARS; i++) {
		stage->ears[i].fd = ear_socket(&stage->ears[i].at);
	}
}

static inline void stage_close(struct stage *stage)
{
	for (int i = 0; i < EARS; i++) {
		close(stage->ears[i].fd);
	}
	close(stage->outlet.fd);
}

static inline void stage_subscribe(struct stage *stage, int ear)
{
	bool is_new;

	assert_non_null(peers_subscribe(&stage->peers, &stage->ears[ear].at,
					&(struct listening){.rate_hz = 1.0}, stage->view.t_ns,
					&is_new));
}

static inline void stage_turn(struct stage *stage, int64_t after_ns)
{
	stage->view.t_ns += after_ns;
	channels_turn(&stage->channels, &stage->peers,
		      peers_expire(&stage->peers, stage->view.t_ns), &stage->view);
}

#endif
