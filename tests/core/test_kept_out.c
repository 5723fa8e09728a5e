/* test_kept_out.c - whole ticks on random rigs: no target inside a kept-out place, whatever is asked. */
#include "core/pipeline.h"

#include <knead/kept_out.h>

#include "core/strokes.h"

#define RIGS  60
#define HEADS 24

static struct pipeline pipeline;
static struct rig rig;
static struct technique technique;
static struct frame frame;
static struct command command;
static struct actuation actuation;
static struct snapshot shown;
static struct wish wild; /* as if the technique knew nothing of kept-out places, which it does */
static int refused[KEPT_OUT_PLACES]; /* wished for there and not pressed */
static int capped;                   /* pressed, not far below a cap */

/* Anywhere on the table, named anything: as if nobody had checked the file. */
static void draw_rig(struct dice *dice)
{
	bench_rig(&rig, HEADS);
	for (int i = 0; i < HEADS; i++) {
		struct head *head = &rig.heads[i];

		head->region = (enum region)(1 + dice_below(dice, REGION_COUNT - 1));
		head->x_m = dice_between(dice, -0.2, 1.6);
		head->y_m = dice_between(dice, -0.25, 0.25);
		head->side = head->y_m < 0.0 ? SIDE_LEFT : SIDE_RIGHT;
		head->area_m2 = dice_between(dice, 3e-4, 1.3e-3);
		head->ceiling_n = 80.0;
		head->ceiling_pa = 200000.0;
	}
	bench_technique(&technique);
	technique.strokes[0].footprint_m = 0.3;
	technique.strokes[0].from = REGION_LEGS;
	technique.strokes[0].to = REGION_NECK; /* kept out is what lies there, not the region */
	technique.strokes[0].force_max_n = 70.0;
	pipeline_init(&pipeline, &rig, &technique, 1);
}

/* A person of springs: a head presses what it is asked for, an instant later. */
static void tick(void)
{
	frame.t_ns += MS_NS;
	for (int i = 0; i < HEADS; i++) {
		double force_n = pipeline.setpoint.heads[i].now_n;
		double pa = (force_n + SPRING_N) / BORE_M2;

		frame.heads[i].force_n = (struct sample){force_n, frame.t_ns, SAMPLE_OK};
		frame.heads[i].pressure_pa = (struct sample){pa, frame.t_ns, SAMPLE_OK};
		frame.heads[i].position_m = (struct sample){0.02, frame.t_ns, SAMPLE_OK};
	}
	pipeline_step(&pipeline, &actuation, &shown, &frame, &command, TICK_S);
}

static void begin(struct dice *dice)
{
	draw_rig(dice);
	command_init(&command);
	frame = (struct frame){.t_ns = 1000 * S_NS, .stop_loop_closed = true, .head_count = HEADS};
	command.height_m = dice_between(dice, BODY_HEIGHT_MIN_M, BODY_HEIGHT_MAX_M);
	command.intensity = 1.0;
	for (int k = 0; k < 300; k++) {
		tick();
	}
	command.presses.arm++;
	tick();
	command.presses.start++;
	tick();
}

/* A few heads at a time, wherever they are: the limits hold against any wish. */
static void wish_wildly(struct dice *dice)
{
	for (int i = 0; i < HEADS; i++) {
		wild.force_n[i] = dice_below(dice, 6) == 0 ? dice_between(dice, 5.0, 80.0) : REST_N;
		wild.peak_n[i] = wild.force_n[i];
	}
	pipeline.given = &wild;
}

/* What a hostile tablet may send while somebody lies there. */
static void throw_messages(struct dice *dice)
{
	command.height_m = dice_wild(dice, 1.0, 2.5);
	command.ceiling_n = dice_below(dice, 300) == 0 ? dice_wild(dice, 0.0, 80.0) : 80.0;
	command.speed = dice_wild(dice, 0.5, 2.0);
	command.intensity = dice_below(dice, 500) == 0 ? dice_wild(dice, 0.0, 1.0) : 1.0;
	command.balance = dice_below(dice, 300) == 0 ? dice_wild(dice, -1.0, 1.0) : 0.0;
	command.placed = dice_below(dice, 2) == 0;
	command.presses.resume += (uint32_t)dice_below(dice, 2);
	command.presses.start += (uint32_t)dice_below(dice, 2);
	command.presses.skip += (uint32_t)(dice_below(dice, 500) == 0);
	for (int r = 1; r < REGION_COUNT && dice_below(dice, 300) == 0; r++) {
		command.focus[r] = dice_wild(dice, 0.0, 1.0);
	}
}

static void check(double height_m)
{
	for (int i = 0; i < HEADS; i++) {
		const struct head *head = &rig.heads[i];
		const double radius_m = sqrt(head->area_m2 / 3.14159265358979);
		const double heights_m[] = {BODY_HEIGHT_M, height_m};

		for (int k = 0; k < 2; k++) {
			const struct kept_out *at =
				kept_out_at(head->x_m, head->y_m, radius_m, heights_m[k]);

			if (at == NULL) {
				continue;
			}
			assert_at_most(shown.heads[i].target_n, at->cap_n);
			assert_at_most(shown.heads[i].ceiling_n, at->cap_n);
			if (at->cap_n > 0.0) {
				capped += shown.heads[i].target_n > 0.7 * at->cap_n;
			} else if (pipeline.wish.force_n[i] > 5.0) {
				refused[at - kept_out_place(0)]++;
			}
		}
	}
}

static void no_message__puts_a_target_inside_a_kept_out_place(void **state)
{
	struct dice dice = {2222};
	int ran = 0;

	(void)state;
	for (int r = 0; r < RIGS; r++) {
		double height_m;

		begin(&dice);
		height_m = command.height_m;
		ran += shown.state == STATE_RUNNING;
		for (int k = 0; k < 12000 && shown.state == STATE_RUNNING; k++) {
			if (k % 10 == 0) {
				throw_messages(&dice);
			}
			if (r % 2 == 1 && k % 2000 == 0) {
				wish_wildly(&dice);
			}
			tick();
			check(height_m);
		}
	}
	assert_true(ran > RIGS / 2);
	assert_true(capped > 100);
	for (int p = 0; p < KEPT_OUT_PLACES - 1; p++) {
		if (refused[p] < 100) {
			fail_msg("%s was wished for in %d ticks only", kept_out_place(p)->title,
				 refused[p]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_message__puts_a_target_inside_a_kept_out_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
