/*
 * budget.c - one number that comes down with time.
 */
#include "net/budget.h"

bool budget_has(struct budget *budget, double most, double per_s, int64_t t_ns)
{
	double back = (double)(t_ns - budget->t_ns) * 1e-9 * per_s;

	if (back > 0.0) {
		budget->spent = back < budget->spent ? budget->spent - back : 0.0;
		budget->t_ns = t_ns;
	}
	return budget->spent < most;
}

void budget_spend(struct budget *budget, double amount)
{
	budget->spent += amount;
}
