/*
 * within.h - a number between two bounds.
 */
#ifndef CORE_CONTROL_WITHIN_H
#define CORE_CONTROL_WITHIN_H

/* What is no number is the least. Written so that each line is one instruction. */
static inline double within(double x, double least, double most)
{
	x = x > least ? x : least;
	return x < most ? x : most;
}

#endif
