/* test_pipeline.c - the whole tick: locked when all-zero, repeatable, and what it shows. */
#include "core/pipeline.h"

#include "core/strokes.h"

static struct pipeline pipeline;
static struct rig rig;
static struct technique techniques[2];
static struct frame frame;
static struct command command;
static struct actuation actuation;
static struct snapshot shown;
static double stuck_n[HEADS_MAX]; /* pressed whatever is asked */

static void begin(int heads)
{
	bench_rig(&rig, heads);
	bench_technique(&techniques[0]);
	bench_technique(&techniques[1]);
	techniques[1].stroke_count = 1;
	pipeline_init(&pipeline, &rig, techniques, 2);
	command_init(&command);
	memset(&actuation, 0, sizeof(actuation));
	memset(&shown, 0, sizeof(shown));
	memset(stuck_n, 0, sizeof(stuck_n));
	frame = (struct frame){.t_ns = 1000 * S_NS, .stop_loop_closed = true, .head_count = heads};
}

static int set_up(void **state)
{
	(void)state;
	begin(16);
	return 0;
}

/* A person of springs: a head presses what it is asked for, an instant later. */
static void measure(void)
{
	frame.t_ns += MS_NS;
	for (int i = 0; i < frame.head_count; i++) {
		double push_n = actuation.heads[i].pressure_pa * BORE_M2 - SPRING_N;
		double force_n = push_n > stuck_n[i] ? push_n : stuck_n[i];

		frame.heads[i].force_n = (struct sample){force_n, frame.t_ns, SAMPLE_OK};
		frame.heads[i].position_m = (struct sample){0.02, frame.t_ns, SAMPLE_OK};
		frame.heads[i].pressure_pa =
			(struct sample){actuation.heads[i].pressure_pa, frame.t_ns, SAMPLE_OK};
	}
	command.heard_t_ns = frame.t_ns;
}

static bool tick_shows(void)
{
	measure();
	return pipeline_step(&pipeline, &actuation, &shown, &frame, &command, TICK_S);
}

static enum state tick(void)
{
	tick_shows();
	return shown.state;
}

static void wait(int ticks)
{
	for (int k = 0; k < ticks; k++) {
		tick();
	}
}

static void start(void)
{
	for (int k = 0; k < 1000 && tick() != STATE_IDLE; k++) {
	}
	command.presses.arm++;
	assert_int_equal(tick(), STATE_ARMED);
	command.presses.start++;
	assert_int_equal(tick(), STATE_RUNNING);
}

static void throw_everything(struct dice *dice)
{
	frame.t_ns += dice_below(dice, 3) * MS_NS;
	frame.head_count = dice_below(dice, HEADS_MAX + 1);
	frame.stop_loop_closed = dice_below(dice, 2) == 0;
	frame.reset_button = dice_below(dice, 2) == 0;
	frame.overruns = (uint32_t)dice_draw(dice);
	for (int i = 0; i < HEADS_MAX; i++) {
		frame.heads[i].force_n = (struct sample){dice_wild(dice, -1.0, 100.0), frame.t_ns,
							 (enum sample_state)dice_below(dice, 3)};
	}
	command.presses.arm += (uint32_t)dice_below(dice, 2);
	command.presses.start += (uint32_t)dice_below(dice, 2);
	command.presses.resume += (uint32_t)dice_below(dice, 2);
	command.presses.reset += (uint32_t)dice_below(dice, 2);
	command.presses.skip += (uint32_t)dice_below(dice, 2);
	command.presses.linger += (uint32_t)dice_below(dice, 2);
	command.technique = dice_below(dice, 20) - 5;
	command.intensity = dice_wild(dice, 0.0, 1.0);
	command.duration_s = dice_wild(dice, 0.0, 4000.0);
	command.ceiling_n = dice_wild(dice, 0.0, 80.0);
	command.height_m = dice_wild(dice, 1.0, 2.5);
}

static void check_nothing(void)
{
	static const struct head_actuation nothing[HEADS_MAX];

	assert_memory_equal(actuation.heads, nothing, sizeof(nothing));
	assert_false(actuation.enable_level);
}

static void all_zero_memory__is_locked_whatever_comes(void **state)
{
	struct dice dice = {13};

	(void)state;
	memset(&pipeline, 0, sizeof(pipeline));
	for (int k = 0; k < 1000; k++) {
		throw_everything(&dice);
		pipeline_step(&pipeline, &actuation, &shown, &frame, &command,
			      k % 7 == 0 ? dice_wild(&dice, 0.0, 1.0) : TICK_S);
		check_nothing();
		assert_true(shown.state == STATE_BOOT || shown.state == STATE_FAULT ||
			    shown.state == STATE_SELFTEST);
		assert_int_equal(actuation.head_count, 0);
	}
}

static void a_rig_without_heads_or_techniques__stays_locked(void **state)
{
	(void)state;
	for (int k = 0; k < 4; k++) {
		begin(4);
		rig.head_count = k == 0 ? 0 : k == 1 ? HEADS_MAX + 1 : k == 2 ? -1 : 4;
		pipeline_init(&pipeline, &rig, techniques, k == 3 ? 0 : 2);
		for (int n = 0; n < 1000; n++) {
			command.presses.arm++;
			command.presses.start++;
			assert_int_equal(tick(), STATE_BOOT);
			check_nothing();
		}
	}
}

static void boot_to_running__takes_the_selftest_and_two_presses(void **state)
{
	(void)state;
	assert_int_equal(tick(), STATE_SELFTEST);
	wait(50);
	assert_int_equal(shown.state, STATE_SELFTEST);
	wait(60);
	assert_int_equal(shown.state, STATE_IDLE);
	command.presses.start++;
	assert_int_equal(tick(), STATE_IDLE);
	command.presses.arm++;
	assert_int_equal(tick(), STATE_ARMED);
	command.presses.start++;
	assert_int_equal(tick(), STATE_RUNNING);
	wait(5000);
	assert_int_equal(shown.state, STATE_RUNNING);
	assert_true(shown.heads[0].target_n > 0.0);
}

/* Where nothing need be proved, and one head never fills. */
static bool comes_to_rest(enum driver driver)
{
	begin(2);
	rig.heads[1].actuator.driver = driver;
	rig.heads[1].sensor.air.rate_hz = 1000.0;
	pipeline_init(&pipeline, &rig, techniques, 2);
	pipeline.proves_nothing = true;
	for (int k = 0; k < 3000 && shown.state != STATE_IDLE; k++) {
		measure();
		frame.heads[1].pressure_pa.value = 0.0;
		pipeline_step(&pipeline, &actuation, &shown, &frame, &command, TICK_S);
	}
	return shown.state == STATE_IDLE;
}

static void a_rig_that_is_there_in_fact__is_proved_whoever_would_do_without(void **state)
{
	(void)state;
	assert_true(comes_to_rest(DRIVER_SIM));
	assert_false(comes_to_rest(DRIVER_WIRED));
}

/* Two pipelines with the same inputs, one of them in memory that was something else before. */
static void the_same_inputs__give_the_same_bits(void **state)
{
	static struct actuation first[3000];
	static struct snapshot first_shown[3000];

	for (int round = 0; round < 2; round++) {
		memset(&pipeline, round == 0 ? 0 : 0xa5, sizeof(pipeline));
		set_up(state);
		start();
		for (int k = 0; k < 3000; k++) {
			if (k == 1000) {
				command.intensity = 0.9;
				command.presses.ease++;
			}
			if (k == 2000) {
				command.presses.pause++;
			}
			tick();
			if (round == 0) {
				first[k] = actuation;
				first_shown[k] = shown;
			} else {
				assert_memory_equal(first[k].heads, actuation.heads,
						    sizeof(actuation.heads));
				assert_memory_equal(first_shown[k].heads, shown.heads,
						    16 * sizeof(shown.heads[0]));
				assert_int_equal(first_shown[k].state, shown.state);
			}
		}
	}
}

static void the_snapshot__shows_what_is(void **state)
{
	(void)state;
	command.intensity = 0.7;
	start();
	wait(13000); /* nobody is there, and hands wait 12 s for them */
	assert_int_equal(shown.t_ns, frame.t_ns);
	assert_int_equal(shown.tick, pipeline.tick);
	assert_int_equal(shown.head_count, 16);
	assert_int_equal(shown.cause, COND_COUNT);
	assert_int_equal(shown.cause_head, HEAD_NONE);
	assert_int_equal(shown.reason, COND_START);
	assert_near(shown.intensity, LIGHT_SHARE * 0.7, 1e-9); /* warming up */
	assert_near(shown.speed, 1.0, 1e-9);
	assert_near(shown.elapsed_s, 13.0, 0.01);
	assert_near(shown.elapsed_s + shown.remaining_s, SESSION_DEFAULT_S, 1e-6);
	assert_true(shown.region_has_heads[REGION_NECK]);
	assert_false(shown.region_has_heads[REGION_ARMS]);
	assert_near(shown.region_reached[REGION_UPPER_BACK], 1.0, 0.0);
	assert_near(shown.region_reached[REGION_ARMS], 0.0, 0.0);
	assert_true(shown.hands.count == 2 && shown.hands.stroke == 0);
	for (int i = 0; i < 16; i++) {
		const struct head_view *view = &shown.heads[i];

		assert_near(view->force_n, frame.heads[i].force_n.value, 0.0);
		assert_near(view->pressure_pa, frame.heads[i].pressure_pa.value, 0.0);
		assert_near(view->position_m, 0.02, 0.0);
		assert_near(view->quality, 1.0, 0.0);
		assert_int_equal(view->input, INPUT_LIVE);
		assert_at_most(view->target_n, view->ceiling_n);
	}
	assert_near(shown.heads[14].ceiling_n, KIDNEY_ASK_N, 1e-9);
	assert_near(shown.heads[12].ceiling_n, 40.0, 1e-9);
}

/* What goes on lighter goes on lighter after a pause as well; what is asked for anew must fit. */
static void a_ceiling_too_low_for_the_technique_under_way__leaves_it_to_be_resumed(void **state)
{
	(void)state;
	techniques[0].needs_ceiling_n = 35.0;
	techniques[1].needs_ceiling_n = 35.0;
	pipeline_init(&pipeline, &rig, techniques, 2);
	start();
	command.ceiling_n = 30.0;
	wait(3000);
	assert_int_equal(shown.unfit[0], UNFIT_CEILING);
	command.presses.pause++;
	assert_int_equal(tick(), STATE_PAUSED);
	wait(3000);
	command.technique = 1;
	command.presses.resume++;
	wait(10);
	assert_int_equal(shown.state, STATE_PAUSED);
	assert_int_equal(shown.arm_refusal, ARM_TECHNIQUE);
	command.technique = 0;
	wait(10);
	assert_int_equal(shown.arm_refusal, ARM_CLEAR);
	command.presses.resume++;
	assert_int_equal(tick(), STATE_RUNNING);
}

static void shown_seldom__a_calm_snapshot_comes_every_16_ms(void **state)
{
	int times = 0;

	(void)state;
	start();
	wait(5000);
	pipeline.shows_seldom = true;
	for (int k = 0; k < 1600; k++) {
		uint64_t before = shown.tick;
		bool shows = tick_shows();

		times += shows;
		assert_int_equal(shown.tick, shows ? pipeline.tick : before);
	}
	assert_int_equal(times, 100);
}

static void shown_seldom__news_comes_at_once(void **state)
{
	(void)state;
	start();
	wait(5000);
	pipeline.shows_seldom = true;
	for (int k = 0; k < 37; k++) {
		tick_shows();
	}
	command.presses.stop++;
	assert_true(tick_shows());
	assert_int_equal(shown.state, STATE_RELEASING);
	assert_true(shown.conditions & COND_BIT(COND_STOP));
	assert_true(tick_shows());
	assert_false(shown.conditions & COND_BIT(COND_STOP));
	assert_false(tick_shows());
}

static void quality__falls_with_age(void **state)
{
	double before = 1.0;

	(void)state;
	start();
	wait(10);
	for (int k = 0; k < 25; k++) {
		frame.t_ns += MS_NS;
		pipeline_step(&pipeline, &actuation, &shown, &frame, &command, TICK_S);
		assert_at_most(shown.heads[3].quality, before);
		assert_true(shown.heads[3].quality >= 0.0);
		before = shown.heads[3].quality;
	}
	assert_zero(before);
	assert_int_equal(shown.state, STATE_FAULT);
	assert_int_equal(shown.cause, COND_SENSOR_LOST);
	assert_int_equal(shown.cause_head, 0);
}

static double slewed_s(void)
{
	double at_s = 0.0;

	for (int k = 0; k < 20000; k++) {
		bool some = false;

		tick();
		for (int i = 0; i < rig.head_count; i++) {
			const struct head_view *head = &shown.heads[i];

			if (head->limited_by == LIMIT_SLEW) {
				some = true;
				assert_at_least(pipeline.wish.peak_n[i], REST_N);
			}
		}
		at_s += some ? TICK_S : 0.0;
	}
	return at_s;
}

/* Kneading at 1.5 Hz leaves 31 N of 40; at its own 1 Hz all of them. */
static void a_stroke_too_quick_for_its_force__is_said_to_be_lighter(void **state)
{
	(void)state;
	techniques[0].stroke_count = 1;
	techniques[0].strokes[0] = bench_kneading;
	command.intensity = 1.0;
	start();
	pipeline.player.session.elapsed_s = 300.0; /* the warm-up is behind */
	wait(15000);
	assert_at_most(slewed_s(), 0.0);
	command.speed = 2.0;
	wait(4000);
	assert_at_least(slewed_s(), 10.0);
	command.intensity = 0.3;
	wait(1000);
	assert_at_most(slewed_s(), 0.0);
}

static void another_technique__is_shown_once_it_plays(void **state)
{
	(void)state;
	start();
	wait(5000);
	command.technique = 1;
	wait(2000);
	assert_int_equal(shown.technique, 1);
	assert_int_equal(shown.state, STATE_RUNNING);
}

/* The confirm button at the rig, held in idle. */
static void hold_the_button(double seconds)
{
	frame.reset_button = false;
	tick();
	frame.reset_button = true;
	wait((int)(seconds / TICK_S + 0.5));
	frame.reset_button = false;
	tick();
}

static void stop(void)
{
	command.presses.stop++;
	for (int k = 0; k < 5000 && tick() != STATE_IDLE; k++) {
	}
	assert_int_equal(shown.state, STATE_IDLE);
}

static void assert_spot(enum arm_doubt doubt, enum sensor sensor, int head)
{
	assert_int_equal(shown.arm_spot.doubt, doubt);
	assert_int_equal(shown.arm_spot.sensor, sensor);
	assert_int_equal(shown.arm_spot.head, head);
}

static void rest_in_idle(void)
{
	for (int i = 0; i < 16; i++) {
		rig.heads[i].sensor.position.rate_hz = 1000.0;
		rig.heads[i].sensor.air.rate_hz = 1000.0;
	}
	pipeline_init(&pipeline, &rig, techniques, 2);
	pipeline.proves_nothing = true; /* these springs know no dump valve */
	for (int k = 0; k < 1000 && tick() != STATE_IDLE; k++) {
	}
	wait(100);
	assert_int_equal(shown.arm_refusal, ARM_CLEAR);
	assert_spot(ARM_DOUBT_NONE, SENSOR_NONE, 0);
}

static struct sample *sample_of(int head, enum sensor sensor)
{
	struct head_frame *at = &frame.heads[head];

	return sensor == SENSOR_FORCE ? &at->force_n
	       : sensor == SENSOR_AIR ? &at->pressure_pa
				      : &at->position_m;
}

static void a_sensor_that_is_not_ready__is_shown_with_its_head(void **state)
{
	(void)state;
	for (enum sensor sensor = SENSOR_FORCE; sensor < SENSORS; sensor++) {
		for (int nonsense = 0; nonsense < 2; nonsense++) {
			rest_in_idle();
			for (int k = 0; k < 25 && shown.arm_refusal == ARM_CLEAR; k++) {
				struct sample *at = sample_of(11, sensor);
				const struct sample old = *at;

				measure();
				*at = nonsense ? (struct sample){NOT_A_N, frame.t_ns, SAMPLE_OK}
					       : old;
				pipeline_step(&pipeline, &actuation, &shown, &frame, &command,
					      TICK_S);
			}
			if (sensor == SENSOR_FORCE && nonsense) {
				assert_int_equal(shown.state, STATE_FAULT); /* a trip by itself */
				continue;
			}
			assert_int_equal(shown.state, STATE_IDLE);
			assert_int_equal(shown.arm_refusal, ARM_SENSOR);
			assert_spot(nonsense ? ARM_DOUBT_NONSENSE : ARM_DOUBT_SILENT, sensor, 11);
		}
	}
}

static void a_head_that_keeps_from_arming__is_shown(void **state)
{
	(void)state;
	rest_in_idle();
	stuck_n[9] = 2.5;
	tick();
	assert_int_equal(shown.arm_refusal, ARM_TOUCHED);
	assert_spot(ARM_DOUBT_PRESSED, SENSOR_NONE, 9);
	wait(16);
	assert_int_equal(shown.arm_refusal, ARM_ZERO);
	assert_spot(ARM_DOUBT_ZERO, SENSOR_FORCE, 9);
	stuck_n[9] = 0.0;
	rest_in_idle();
	measure();
	frame.heads[4].force_n.value = -RELEASED_N;
	pipeline_step(&pipeline, &actuation, &shown, &frame, &command, TICK_S);
	assert_int_equal(shown.arm_refusal, ARM_SENSOR);
	assert_spot(ARM_DOUBT_BELOW, SENSOR_FORCE, 4);
	rest_in_idle();
	pipeline.client.required = true; /* of a bench nothing of it is asked */
	command.heights++;
	command.placings++;
	command.placed = true;
	pipeline.client.registration.pressed = true; /* the hand button, and let go of */
	pipeline.unscaled = 6;
	tick();
	assert_int_equal(shown.arm_refusal, ARM_CALIBRATION);
	assert_spot(ARM_DOUBT_UNSCALED, SENSOR_FORCE, 1);
	pipeline.answers.off = 1 << 15;
	tick();
	assert_spot(ARM_DOUBT_ANSWERS, SENSOR_NONE, 15);
	pipeline.answers.off = 0;
	pipeline.pistons.off = 1 << 7;
	tick();
	assert_spot(ARM_DOUBT_ANSWERS, SENSOR_NONE, 7);
}

/* Of a sensor whose zero stepped, or of somebody who leans on a head. */
static void what_would_pass_for_contact_at_rest__is_not_armed(void **state)
{
	(void)state;
	for (int head = 0; head < 16; head++) {
		begin(16);
		start();
		wait(1000);
		stuck_n[head] = 1.2; /* less than keeps it from letting go */
		stop();
		command.presses.arm++; /* at once, */
		assert_int_equal(tick(), STATE_IDLE);
		assert_int_equal(shown.arm_refusal, ARM_ZERO);
		assert_spot(ARM_DOUBT_ZERO, SENSOR_FORCE, head);
		wait(5000);
		command.presses.arm++; /* or much later */
		assert_int_equal(tick(), STATE_IDLE);
		assert_int_equal(shown.arm_refusal, ARM_ZERO);
		stuck_n[head] = 0.0;
		wait(17);
		command.presses.arm++;
		assert_int_equal(tick(), STATE_ARMED);
		stuck_n[head] = 1.2; /* and nothing starts that came after */
		wait(17);
		command.presses.start++;
		assert_int_equal(tick(), STATE_ARMED);
	}
}

/* Long enough to have warmed up, with a place found. */
static void work_somebody(void)
{
	command.duration_s = SESSION_MIN_S;
	start();
	wait((int)(0.3 * SESSION_MIN_S / TICK_S));
	assert_int_equal(shown.phase, PHASE_WORK);
	stop();
	pipeline.player.triggers.count = 1;
}

static double dose_of_all(void)
{
	double sum_pa_s = 0.0;

	for (int i = 0; i < pipeline.dose.head_count; i++) {
		sum_pa_s += pipeline.dose.heads[i].felt_pa_s;
	}
	return sum_pa_s;
}

static double worked_s(void)
{
	double sum_s = 0.0;

	for (int r = 0; r < REGION_COUNT; r++) {
		sum_s += pipeline.player.plan.worked_s[r];
	}
	return sum_s;
}

static void the_same_client__goes_on_where_the_session_was_stopped(void **state)
{
	(void)state;
	work_somebody();
	hold_the_button(NEWCOMER_HOLD_S - 0.1);
	assert_true(pipeline.player.session.begun);
	assert_int_equal(pipeline.player.triggers.count, 1);
	start();
	assert_int_equal(pipeline.player.session.number, 1);
	assert_at_least(shown.elapsed_s, 0.3 * SESSION_MIN_S);
	assert_int_equal(shown.phase, PHASE_WORK);
	assert_at_least(dose_of_all(), 1.0);
	assert_at_least(worked_s(), 1.0);
}

static void another_client__gets_a_session_of_their_own(void **state)
{
	(void)state;
	work_somebody();
	for (int i = 0; i < 16; i++) {
		pipeline.heat.heads[i].account_min = 1.0 + i;
		dwell_recall(&pipeline.dwell, i, 1.0 + i, 0.5);
		pipeline.dwell.heads[i].under_s = 0.0; /* far from refilled */
	}
	hold_the_button(NEWCOMER_HOLD_S + 0.1);
	assert_false(pipeline.player.session.begun);
	assert_zero(shown.elapsed_s);
	assert_near(shown.remaining_s, SESSION_MIN_S, 1e-9);
	assert_int_equal(pipeline.player.triggers.count, 0);
	assert_zero(worked_s());
	start();
	assert_int_equal(pipeline.player.session.number, 2);
	assert_at_most(shown.elapsed_s, 2.0 * TICK_S);
	assert_int_equal(shown.phase, PHASE_WARM_UP);
	for (int k = 0; k < 4; k++) { /* dwell and dose take turns */
		tick();
	}
	assert_zero(dose_of_all());
	/* what a place of the table had stays with it */
	for (int i = 0; i < 16; i++) {
		assert_near(pipeline.heat.heads[i].account_min, 1.0 + i, 0.0);
		assert_at_least(pipeline.dwell.heads[i].soft_s, 1.0 + i);
	}
}

static void spend(struct dwell_head *head)
{
	head->soft_s = 100.0;
	head->under_s = 0.0;
}

/* What the place under it had, while nobody presses. */
static double refilled_after_s(struct dwell_head *head, double most_s)
{
	int ticks = 0;

	spend(head);
	while (head->soft_s > 0.0 && ticks < (int)(most_s / TICK_S)) {
		tick();
		ticks++;
	}
	return ticks * TICK_S;
}

static void a_place_at_rest__is_refilled_as_time_passes_and_by_no_gap_in_it(void **state)
{
	struct dwell_head *head;

	(void)state;
	begin(2);
	wait(200);
	head = &pipeline.dwell.heads[1];
	assert_near(refilled_after_s(head, 2.0 * DWELL_REFILL_S), DWELL_REFILL_S, 0.1);
	spend(head);
	wait(10);
	frame.t_ns += 100 * S_NS; /* nobody looked */
	wait(1000);
	assert_near(head->soft_s, 100.0, 0.0);
}

static void the_enable_line__toggles_each_tick_while_it_may_press(void **state)
{
	(void)state;
	start();
	for (int k = 0; k < 100; k++) {
		bool before = actuation.enable_level;

		tick();
		assert_true(actuation.enable_level != before);
	}
	command.presses.stop++;
	for (int k = 0; k < 100; k++) {
		bool before = actuation.enable_level;

		tick();
		assert_true(actuation.enable_level == before);
	}
}

static void a_sensor_tared_by_a_person__passes_the_selftest_as_it_is(void **state)
{
	(void)state;
	for (int told = 0; told < 2; told++) {
		begin(16);
		stuck_n[3] = 2.5;
		if (told) {
			pipeline_tare(&pipeline, 3, 2.5);
		}
		wait(5000);
		assert_int_equal(shown.state, told ? STATE_IDLE : STATE_FAULT);
	}
}

static void sixty_four_heads__work(void **state)
{
	bool pressed[HEADS_MAX] = {false};

	(void)state;
	begin(HEADS_MAX);
	command.intensity = 1.0;
	start();
	for (int k = 0; k < 200000; k++) {
		assert_int_equal(tick(), STATE_RUNNING);
		for (int i = 0; i < HEADS_MAX; i++) {
			pressed[i] = pressed[i] || shown.heads[i].target_n > 0.5;
		}
	}
	for (int i = 0; i < HEADS_MAX; i++) { /* but the neck, where this technique has no stroke */
		assert_true(pressed[i] || rig.heads[i].region == REGION_NECK);
	}
	assert_int_equal(shown.head_count, HEADS_MAX);
	assert_int_equal(actuation.head_count, HEADS_MAX);
}

static void a_refusal_of_the_gate__is_a_fault_one_tick_later(void **state)
{
	(void)state;
	start();
	wait(3000);
	pipeline.gate.heads[2].last_pa = -1e9; /* as if a bit had flipped */
	tick();
	for (int i = 0; i < 16; i++) {
		assert_zero(actuation.heads[i].pressure_pa);
	}
	assert_int_equal(tick(), STATE_FAULT);
	assert_int_equal(shown.cause, COND_GATE_REFUSED);
	assert_int_equal(shown.cause_head, 2);
}

/* Pressed again and again while a head cannot let go, the reset changes nothing. */
static void a_reset_while_a_head_presses__neither_clears_nor_delays(void **state)
{
	(void)state;
	start();
	wait(3000);
	stuck_n[3] = 10.0;
	frame.stop_loop_closed = false;
	assert_int_equal(tick(), STATE_FAULT);
	frame.stop_loop_closed = true;
	for (int k = 1; k < 1000; k++) {
		command.presses.reset++;
		assert_int_equal(tick(), STATE_FAULT);
		assert_int_equal(shown.cause, COND_STOP_LOOP);
		assert_false(shown.conditions & COND_BIT(COND_RELEASE_LATE));
	}
	command.presses.reset++;
	assert_int_equal(tick(), STATE_FAULT);
	assert_true(shown.conditions & COND_BIT(COND_RELEASE_LATE));
	stuck_n[3] = 0.0;
	assert_int_equal(tick(), STATE_FAULT); /* those resets are gone */
	command.presses.reset++;
	assert_int_equal(tick(), STATE_SELFTEST);
	assert_int_equal(shown.cause, COND_COUNT);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_memory__is_locked_whatever_comes),
		TEST(a_rig_without_heads_or_techniques__stays_locked),
		TEST(boot_to_running__takes_the_selftest_and_two_presses),
		TEST(a_rig_that_is_there_in_fact__is_proved_whoever_would_do_without),
		TEST(the_same_inputs__give_the_same_bits),
		TEST(the_snapshot__shows_what_is),
		TEST(a_ceiling_too_low_for_the_technique_under_way__leaves_it_to_be_resumed),
		TEST(shown_seldom__a_calm_snapshot_comes_every_16_ms),
		TEST(shown_seldom__news_comes_at_once),
		TEST(quality__falls_with_age),
		TEST(what_would_pass_for_contact_at_rest__is_not_armed),
		TEST(a_sensor_that_is_not_ready__is_shown_with_its_head),
		TEST(a_head_that_keeps_from_arming__is_shown),
		TEST(another_technique__is_shown_once_it_plays),
		TEST(a_stroke_too_quick_for_its_force__is_said_to_be_lighter),
		TEST(the_same_client__goes_on_where_the_session_was_stopped),
		TEST(another_client__gets_a_session_of_their_own),
		TEST(a_place_at_rest__is_refilled_as_time_passes_and_by_no_gap_in_it),
		TEST(the_enable_line__toggles_each_tick_while_it_may_press),
		TEST(a_sensor_tared_by_a_person__passes_the_selftest_as_it_is),
		TEST(sixty_four_heads__work),
		TEST(a_refusal_of_the_gate__is_a_fault_one_tick_later),
		TEST(a_reset_while_a_head_presses__neither_clears_nor_delays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
