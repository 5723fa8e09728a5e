/*
 * budget.h - how much of something may be spent: some at once, then so much a second. Pure; all zero: nothing
 * was spent yet.
 */
#ifndef NET_BUDGET_H
#define NET_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
	double spent;
	int64_t t_ns;
};

/* Is any of it left? What was spent comes back at that many a second; most may be spent at once. */
bool budget_has(struct budget *budget, double most, double per_s, int64_t t_ns);

/* It may go over: then all wait longer. */
void budget_spend(struct budget *budget, double amount);

#endif
