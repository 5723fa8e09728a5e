/*
 * wiring.h - where a rig's real devices are connected, as its file names them: configuration -> devices.
 *
 * Nothing of it reaches the core: what a head can do stands in rig.h, by which wire is here. All-zero:
 * nothing is wired, every device is simulated.
 */
#ifndef KNEAD_WIRING_H
#define KNEAD_WIRING_H

#include <knead/limits.h>

#include <stdbool.h>

#define WIRE_BYTES 64 /* of a line's name and of a device's, with the end */

enum wire_level { LEVEL_UNSAID = 0, LEVEL_LOW, LEVEL_HIGH };
enum wire_pull { PULL_UNSAID = 0, PULL_NONE, PULL_UP, PULL_DOWN };

/*
 * A GPIO line, by its own name, "GPIO17", or by its chip's label and its offset there,
 * "pinctrl-rp1/17": numbers of chips differ between boards. "" where nothing is wired.
 */
struct wire {
	char line[WIRE_BYTES];
	enum wire_level active; /* the level at which it is what its key says */
	enum wire_pull pull;    /* of an input, by the chip itself */
};

/* Lines of the table as a whole. */
struct panel_wires {
	struct wire stop_closed;  /* first contact of the stop loop: active while nobody stops */
	struct wire stop_pressed; /* its second contact: active while somebody does */
	struct wire hand;         /* the client's button in that loop, a contact of its own */
	struct wire confirm;      /* the button at the rig that resets and pairs */
	struct wire enable; /* its edges keep the valve supply; no level of it means anything */
	struct wire supply; /* shows whether the valves are supplied; need not be fitted */
	struct wire light;  /* status; need not be fitted */
};

#define CONVERTERS_MAX 8
#define CHANNELS_MAX   16

enum converter_driver {
	CONVERTER_NONE = 0,
	CONVERTER_HX711,
	CONVERTER_MCP3204,
	CONVERTER_MCP3208,
	CONVERTER_IIO, /* voltages of whatever the kernel has a driver for */
	/* temperatures that the kernel reads */
	CONVERTER_IIO_TEMP,
	CONVERTER_HWMON,
	CONVERTER_W1,
	CONVERTER_DRIVERS
};

/* What turns voltages or temperatures into numbers, for several heads. Fields that a driver does not have are 0. */
struct converter {
	char name[32];
	enum converter_driver driver;
	double rate_hz;
	/* hx711: all on one clock */
	struct wire clock;
	int gain; /* 128 and 64 of input A, 32 of input B */
	int data_count;
	struct wire data[CHANNELS_MAX];
	/* mcp320x: "/dev/spidev0.0"; of the kernel's, its name: "ads1015", "28-000005e2fdc3" */
	char device[WIRE_BYTES];
	double clock_hz;
	double reference_v;
	unsigned used; /* a bit for each channel that a head names */
};

enum drive_driver {
	DRIVE_NONE = 0,
	DRIVE_PWM,  /* a channel of the kernel's PWM class */
	DRIVE_DAC,  /* a voltage output of the kernel's industrial I/O */
	DRIVE_VALVE /* a GPIO line that is on for a share of each period */
};

/* What turns numbers into what a regulator or a valve takes, for several heads. */
struct drive {
	char name[32];
	enum drive_driver driver;
	char device[WIRE_BYTES]; /* pwm: its device, "1f00098000.pwm"; dac: its name, "mcp4725" */
	double frequency_hz;     /* pwm, valve */
	double full_v;           /* dac: of a share of 1 */
	int line_count;          /* valve */
	struct wire lines[CHANNELS_MAX];
	unsigned used; /* a bit for each channel that a head names */
};

#define DRIVES_MAX 4

/* The pressure that a share of 0 and of 1 make. */
struct output_wire {
	int drive; /* from 1; 0: not wired */
	int channel;
	double zero_pa;
	double full_pa;
};

/* A heater's share of its full power goes out as it is. */
struct heater_wire {
	int drive; /* from 1; 0: not wired */
	int channel;
};

/* A channel of a converter and what its reading means: (reading - zero) x per_unit. */
struct input_wire {
	int converter; /* from 1; 0: not wired */
	int channel;   /* from 0 */
	double zero;   /* mV/V of an hx711, V or degC of others */
	double per_unit;
};

struct head_wires {
	struct input_wire force;    /* N */
	struct input_wire air;      /* Pa */
	struct input_wire position; /* m */
	struct input_wire surface;  /* degC, of a heated face */
	struct output_wire regulator;
	struct heater_wire heater;
	struct wire dump; /* active keeps the dump valve shut */
};

/* The board's own watchdog, which resets the machine. All-zero: left alone. */
struct watchdog_spec {
	char device[WIRE_BYTES]; /* "/dev/watchdog" */
	double timeout_s;
};

struct wiring {
	bool wired; /* some device is there in fact */
	struct panel_wires panel;
	struct watchdog_spec watchdog;
	int converter_count;
	struct converter converters[CONVERTERS_MAX];
	int drive_count;
	struct drive drives[DRIVES_MAX];
	int head_count;
	struct head_wires heads[HEADS_MAX];
};

#endif
