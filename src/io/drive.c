#include "io/drive.h"

#include <stddef.h>

const struct drive_ops *drive_ops_of(enum drive_driver driver)
{
	switch (driver) {
	case DRIVE_PWM:
		return &pwm_ops;
	case DRIVE_DAC:
		return &dac_ops;
	case DRIVE_VALVE:
		return &valve_ops;
	case DRIVE_NONE:
		break;
	}
	return NULL;
}

double drive_share(const struct output_wire *wire, double pressure_pa)
{
	const double share = (pressure_pa - wire->zero_pa) / (wire->full_pa - wire->zero_pa);

	if (!(share > 0.0 && pressure_pa > 0.0)) {
		return 0.0;
	}
	return share < 1.0 ? share : 1.0;
}
