/* test_plot_svg.c - a curve with points left out still shows the curve. */
#include "tool/plot_svg.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define POINTS  600
#define NEAR_PX 0.35 /* what may be left out, and what rounding to 0.1 px adds at both ends */

struct drawn {
	int count;
	double x[POINTS];
	double y[POINTS];
};

/* Draws it, and reads the points of the picture back. */
static void draw(struct drawn *drawn, const double *y, int count)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct svg_curve curve;

	assert_non_null(out);
	svg_curve_begin(&curve, out, "#000000", 1.0, 1.0);
	for (int i = 0; i < count; i++) {
		svg_curve_add(&curve, i, y[i]);
	}
	svg_curve_end(&curve);
	fclose(out);
	drawn->count = 0;
	for (char *at = strpbrk(strstr(text, " d=\""), "ML"); at != NULL; at = strpbrk(at, "ML")) {
		assert_true(drawn->count < POINTS);
		drawn->x[drawn->count] = strtod(at + 1, &at);
		drawn->y[drawn->count++] = strtod(at, &at);
	}
	free(text);
}

static double drawn_y(const struct drawn *drawn, double x)
{
	int i = 1;

	while (i + 1 < drawn->count && drawn->x[i] < x) {
		i++;
	}
	return drawn->y[i - 1] + (drawn->y[i] - drawn->y[i - 1]) * (x - drawn->x[i - 1]) /
					 (drawn->x[i] - drawn->x[i - 1]);
}

static void points_left_out__lie_on_what_is_drawn(void **state)
{
	struct drawn drawn;
	double y[POINTS];

	(void)state;
	for (int i = 0; i < POINTS; i++) { /* waves, a level stretch, and a spike in it */
		y[i] = i < 300 ? 40.0 + 30.0 * sin(i * i / 3000.0) : i == 450 ? 12.0 : 50.0;
	}

	draw(&drawn, y, POINTS);

	assert_in_range(drawn.count, 10, POINTS / 3);
	for (int i = 0; i < POINTS; i++) {
		assert_true(fabs(drawn_y(&drawn, i) - y[i]) <= NEAR_PX);
	}
}

static void straight_line__is_its_two_ends(void **state)
{
	struct drawn drawn;
	double y[POINTS];

	(void)state;
	for (int i = 0; i < POINTS; i++) {
		y[i] = 0.25 * i;
	}

	draw(&drawn, y, POINTS);

	assert_int_equal(drawn.count, 2);
	assert_true(fabs(drawn.x[1] - (POINTS - 1)) < 0.1);
}

static void no_number__lifts_the_pen(void **state)
{
	const double y[] = {1.0, 1.0, 1.0, (double)NAN, 9.0, 9.0};
	struct drawn drawn;

	(void)state;
	draw(&drawn, y, 6);

	assert_int_equal(drawn.count, 4);
	assert_true(fabs(drawn.x[1] - 2.0) < 0.1 && fabs(drawn.x[2] - 4.0) < 0.1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_left_out__lie_on_what_is_drawn),
		cmocka_unit_test(straight_line__is_its_two_ends),
		cmocka_unit_test(no_number__lifts_the_pen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
