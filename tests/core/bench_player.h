/* bench_player.h - a player at the bench: a rig of so many heads, techniques of single strokes, and
 * the simplest skin, which feels what is wished. One a program: each test begins it anew. */
#ifndef TESTS_CORE_BENCH_PLAYER_H
#define TESTS_CORE_BENCH_PLAYER_H

#include "core/technique/technique.h"

#include "core/bench_skin.h"
#include "core/strokes.h"

#include <knead/condition.h>

static struct rig rig;
static struct technique techniques[3];
static struct player player;
static struct allocator allocator;
static struct command command;
static struct hands hands;
static struct wish wish;
static struct belief belief;
static struct skin skin;
static double worked_s[REGION_COUNT];
static double idle_s;

static inline void one_stroke(struct technique *technique, const struct stroke *stroke)
{
	*technique = (struct technique){.name = "one", .needs_ceiling_n = 5.0, .stroke_count = 1};
	technique->strokes[0] = *stroke;
	technique->strokes[0].share = 1.0;
}

static inline void begin(int heads)
{
	bench_rig(&rig, heads);
	player_init(&player, &rig, techniques, 3);
	allocator_init(&allocator, &rig);
	command_init(&command);
	command.duration_s = 1200.0;
	command.intensity = 1.0;
	memset(&hands, 0, sizeof(hands));
	memset(&wish, 0, sizeof(wish));
	memset(&belief, 0, sizeof(belief));
	memset(worked_s, 0, sizeof(worked_s));
	skin_init(&skin);
	for (int i = 0; i < rig.head_count; i++) { /* the neck hardly breathes */
		skin.moves[i] = rig.heads[i].region == REGION_NECK ? 0.3 : 1.0;
	}
	idle_s = 0.0;
}

static inline int set_up(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		bench_technique(&techniques[k]);
	}
	begin(16);
	return 0;
}

static inline void tick(void)
{
	struct standby standby;

	player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
	standby = player_standby(&player, TICK_S);
	allocate(&allocator, &wish, &hands, &standby);
	skin_step(&skin, &belief, &wish, rig.head_count);
	worked_s[hands.region] += TICK_S;
	idle_s = hands.count > 0 ? 0.0 : idle_s + TICK_S;
}

/* Every head has found the person. */
static inline void lie(void)
{
	for (int i = 0; i < rig.head_count; i++) {
		belief.heads[i].contact_sure = true;
	}
}

static inline void play(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5) && !player.session.over; k++) {
		tick();
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

#endif
