/* near.h - cmocka, and comparisons of doubles that say what was wrong and refuse NaN. */
#ifndef TESTS_NEAR_H
#define TESTS_NEAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_near(value, wanted, within)                                                \
	do {                                                                              \
		double near_value = (value);                                              \
		double near_wanted = (wanted);                                            \
		double near_within = (within);                                            \
		if (!(near_value >= near_wanted - near_within &&                          \
		      near_value <= near_wanted + near_within)) {                         \
			fail_msg("%s is %.12g and not %.12g +- %.3g", #value, near_value, \
				 near_wanted, near_within);                               \
		}                                                                         \
	} while (0)

#define assert_at_most(value, most)                                                          \
	do {                                                                                 \
		double most_value = (value);                                                 \
		double most_most = (most);                                                   \
		if (!(most_value <= most_most)) {                                            \
			fail_msg("%s is %.12g, above %.12g", #value, most_value, most_most); \
		}                                                                            \
	} while (0)

#define assert_at_least(value, least)                                                           \
	do {                                                                                    \
		double least_value = (value);                                                   \
		double least_least = (least);                                                   \
		if (!(least_value >= least_least)) {                                            \
			fail_msg("%s is %.12g, below %.12g", #value, least_value, least_least); \
		}                                                                               \
	} while (0)

/* Zero of either sign, and no other thing. */
#define assert_zero(value) assert_near(value, 0.0, 0.0)

#endif
