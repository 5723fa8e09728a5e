/*
 * test_match.c - the matcher against a plain backtracking one, and its cost counted in steps.
 */
#include "net/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool match(const char *pattern, const char *address)
{
	unsigned long steps = 0;
	bool matched = match_address(pattern, address, &steps);

	assert_true(steps <= MATCH_STEPS_MAX(strlen(pattern), strlen(address)));
	return matched;
}

/* The obvious reference, exponential and right; for well-formed patterns. */
static bool reference(const char *p, const char *a)
{
	const char *end;
	bool wanted;
	bool in = false;

	switch (*p) {
	case '\0':
		return *a == '\0';
	case '*':
		return reference(p + 1, a) || (*a != '\0' && *a != '/' && reference(p, a + 1));
	case '?':
		return *a != '\0' && *a != '/' && reference(p + 1, a + 1);
	case '[':
		end = strchr(p, ']');
		wanted = p[1] != '!';
		for (p += wanted ? 1 : 2; p < end; p++) {
			if (p + 2 < end && p[1] == '-') {
				in = in || (*a >= p[0] && *a <= p[2]);
				p += 2;
			} else {
				in = in || *a == *p;
			}
		}
		return *a != '\0' && *a != '/' && in == wanted && reference(end + 1, a + 1);
	case '{':
		end = strchr(p, '}');
		while (p < end) {
			size_t length = strcspn(++p, ",}");

			if (strncmp(p, a, length) == 0 && reference(end + 1, a + length)) {
				return true;
			}
			p += length;
		}
		return false;
	default:
		return *p == *a && reference(p + 1, a + 1);
	}
}

static void patterns_of_osc__match_as_written(void **state)
{
	static const struct {
		const char *pattern;
		const char *address;
		bool matches;
	} cases[] = {
		{"/rig/intensity", "/rig/intensity", true},
		{"/rig/*", "/rig/intensity", true},
		{"/rig/*", "/rig/intensity/actual", false},
		{"/*", "/rig/stop", false},
		{"/rig/s?op", "/rig/stop", true},
		{"/rig?stop", "/rig/stop", false},
		{"/rig[!a]stop", "/rig/stop", false},
		{"/rig/head/[1-3]/force", "/rig/head/2/force", true},
		{"/rig/head/[1-3]/force", "/rig/head/4/force", false},
		{"/rig/head/[!1-3]/force", "/rig/head/4/force", true},
		{"/rig/head/[a-]/force", "/rig/head/-/force", true},
		{"/rig/{skip,linger}", "/rig/linger", true},
		{"/rig/{skip,linger}", "/rig/skiplinger", false},
		{"/rig/{,x}y", "/rig/y", true},
		{"/rig/{a,ab}c", "/rig/abc", true},
		{"/rig/{ab,a}bc", "/rig/abc", true},
		{"/rig/[", "/rig/[", false},
		{"/rig/[]x", "/rig/x", false},
		{"/rig/{a", "/rig/a", false},
		{"/rig/{a,{b}}", "/rig/a", false},
		{"/{rig/a,b}", "/rig/a", false},
		{"/rig/a]", "/rig/a]", false},
		{"/rig/a}", "/rig/a}", false},
		{"", "", true},
		{"*", "", true},
		{"?", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(match(cases[i].pattern, cases[i].address), cases[i].matches);
	}
}

static void small_random_patterns__agree_with_backtracking(void **state)
{
	static const char *const parts[] = {"a",    "b",     "/",      "*",       "?",      "[ab]",
					    "[!a]", "[a-b]", "{a,ab}", "{b,,ba}", "{bb,b}", "ab"};
	uint32_t random = 7;
	int matched = 0;

	(void)state;
	for (int round = 0; round < 300000; round++) {
		char pattern[64] = "";
		char address[8] = "";

		for (int i = 0; i < 5; i++) {
			random = random * 1664525u + 1013904223u;
			if ((random >> 28) < 12) {
				strcat(pattern, parts[random >> 28]);
			}
		}
		for (int i = 0; i < 6; i++) {
			random = random * 1664525u + 1013904223u;
			if ((random >> 28) < 12) {
				strcat(address, (random >> 28) < 5    ? "a"
						: (random >> 28) < 10 ? "b"
								      : "/");
			}
		}
		assert_int_equal(match(pattern, address), reference(pattern, address));
		matched += reference(pattern, address) ? 1 : 0;
	}
	assert_true(matched > 10000);
}

static void nasty_patterns__cost_no_more_than_both_lengths_multiplied(void **state)
{
	static const char *const nasty[] = {
		"/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
		"/**********************************b",
		"/{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}b",
		"/*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*{a,a}*b",
		"/[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*[!b]*b",
		"/*[abcdefghijklmnopqrstuvwxyz]*[abcdefghijklmnopqrstuvwxyz]*[a-z]*[a-z]*b",
	};
	char address[61] = "/";
	unsigned long most = 0;

	(void)state;
	memset(address + 1, 'a', sizeof(address) - 2);
	for (size_t i = 0; i < sizeof(nasty) / sizeof(nasty[0]); i++) {
		unsigned long steps = 0;

		assert_false(match_address(nasty[i], address, &steps));
		assert_true(steps <= MATCH_STEPS_MAX(strlen(nasty[i]), strlen(address)));
		most = steps > most ? steps : most;
	}
	/* the bound was approached: the patterns are nasty and the count counts */
	assert_true(most > 5000);
}

static void pattern_longer_than_the_limit__matches_nothing(void **state)
{
	char pattern[MATCH_PATTERN_MAX + 2];

	(void)state;
	memset(pattern, '*', sizeof(pattern));
	pattern[MATCH_PATTERN_MAX] = '\0';
	assert_true(match(pattern, "abc"));
	pattern[MATCH_PATTERN_MAX] = '*';
	pattern[MATCH_PATTERN_MAX + 1] = '\0';
	assert_false(match(pattern, "abc"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_of_osc__match_as_written),
		cmocka_unit_test(small_random_patterns__agree_with_backtracking),
		cmocka_unit_test(nasty_patterns__cost_no_more_than_both_lengths_multiplied),
		cmocka_unit_test(pattern_longer_than_the_limit__matches_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
