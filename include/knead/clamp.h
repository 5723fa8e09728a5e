/*
 * clamp.h - why the last check lowers a command instead of refusing it.
 */
#ifndef KNEAD_CLAMP_H
#define KNEAD_CLAMP_H

enum clamp {
	CLAMP_STORED = 0, /* a head pushes harder than it is held back, and would jump */
	CLAMP_SUMS,       /* all heads together would press too much */
	CLAMP_SCREW, /* a screw would go on where the force is too high, or too fast in the air */
	CLAMPS
};

/* As it goes on after "less was allowed 3 times". */
static inline const char *clamp_words(enum clamp clamp)
{
	static const char *const words[CLAMPS] = {
		[CLAMP_STORED] = "so that no head jumps when it comes free",
		[CLAMP_SUMS] = "so that all heads together do not press too much",
		[CLAMP_SCREW] =
			"so that no screw is too fast in the air or goes on against too much force",
	};

	return (unsigned)clamp < CLAMPS ? words[clamp] : "for no known reason";
}

#endif
