/*
 * prove_wire.h - the parts of a packet as prove_wire_parts.c proves them for all bytes, and no more: what is
 * proved with these in their places holds with the real ones. scripts/prove has them called instead.
 */
#ifndef TESTS_PROVE_PROVE_WIRE_H
#define TESTS_PROVE_PROVE_WIRE_H

#include "prove/prove.h"

#include <stddef.h>

/* Of so many bytes they are proved. */
#define PART_BYTES 64

ANY(size_t, size);
ANY(_Bool, bool);

size_t any_string_size(const uint8_t *data, size_t size)
{
	const size_t padded = nondet_size();

	prove(size <= PART_BYTES && __CPROVER_r_ok(data, size), "a string is looked for inside");
	assume(padded <= size && padded % 4 == 0 && (padded == 0 || data[padded - 1] == 0));
	return padded;
}

bool any_argument(char tag, const uint8_t *data, size_t size, size_t *at)
{
	const size_t behind = nondet_size();

	(void)tag;
	prove(size <= PART_BYTES && *at <= size && __CPROVER_r_ok(data, size),
	      "an argument is looked for inside");
	assume(behind >= *at && behind <= size);
	if (nondet_bool()) {
		return false;
	}
	*at = behind;
	return true;
}

#endif
