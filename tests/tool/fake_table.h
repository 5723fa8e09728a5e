/*
 * fake_table.h - the rig of pi-8.conf as fake kernel devices with physics behind them: what the tool writes
 * to lines and PWM files moves simulated pistons, and what their sensors show comes back as converters'
 * codes. Cells may have a gain and a zero of their own, and weights lie on them.
 */
#ifndef TESTS_TOOL_FAKE_TABLE_H
#define TESTS_TOOL_FAKE_TABLE_H

#include "app/config.h"
#include "io/fake_gpio.h"
#include "io/spi.h"
#include "io/temp_sysfs.h"
#include "io/wired.h"
#include "sim/pad.h"
#include "sim/sim.h"

#include <fcntl.h>
#include <math.h>

#define TABLE_RIG    "config/rigs/pi-8.conf"
#define TABLE_HEADS  8
#define TABLE_PWM    "class/pwm/pwmchip0/"
#define TABLE_PUMP_S 0.035

enum {
	LINE_CLOSED = 5,
	LINE_PRESSED = 6,
	LINE_SUPPLY = 12,
	LINE_HAND = 13,
	LINE_CONFIRM = 19,
	LINE_ENABLE = 26
};

static const int table_dumps[TABLE_HEADS] = {17, 18, 27, 22, 23, 24, 25, 20};

struct spi_device {
	bool loads; /* else air */
};

static struct fake_table {
	struct rig rig;
	struct wiring wiring;
	struct rig plant;
	struct patient pad;
	struct sim sim;
	struct frame frame;
	int64_t t_ns;
	int duties[TABLE_HEADS];
	bool level;
	double since_edge_s;
	double cell_gain[TABLE_HEADS];
	double cell_zero_n[TABLE_HEADS];
	double laid_n[TABLE_HEADS];
	bool cell_stands[TABLE_HEADS]; /* its code stays where it is */
	bool cell_railed[TABLE_HEADS];
	int spi_error;
	int codes[2][TABLE_HEADS]; /* air, loads */
	int opens;
	/* by the test, before each tick */
	void (*meddle)(void);
	/* seen so far */
	double most_n;
	double moved_pa; /* most asked of any head */
	long edges;
} table;

static int64_t table_now(void)
{
	return table.t_ns;
}

static void table_sleep(int64_t t_ns)
{
	(void)t_ns; /* time is the table's */
}

static const struct io_clock table_clock = {.now_ns = table_now, .sleep_until = table_sleep};

static int table_spi_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	static struct spi_device devices[2] = {{false}, {true}};

	(void)clock_hz;
	*device = &devices[strcmp(path, "/dev/spidev0.1") == 0];
	table.opens++;
	return 0;
}

static int table_spi_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			      uint8_t rx[][SPI_FRAME_BYTES])
{
	for (int i = 0; i < frames; i++) {
		const int channel = (tx[i][0] & 1) << 2 | tx[i][1] >> 6;
		const int code = table.codes[device->loads][channel];

		rx[i][1] = (uint8_t)(code >> 8);
		rx[i][2] = (uint8_t)(code & 0xff);
	}
	return table.spi_error;
}

static void table_spi_close(struct spi_device *device)
{
	(void)device;
	table.opens--;
}

static const struct spi_ops table_spi = {
	.name = "fake",
	.open = table_spi_open,
	.transfer = table_spi_transfer,
	.close = table_spi_close,
};

static struct wired_means table_means;

static void table_begin(void)
{
	char path[128];

	memset(&table, 0, sizeof(table));
	if (config_read_wired_rig(&table.rig, &table.wiring, TABLE_RIG, stderr) != 0) {
		abort();
	}
	table.plant = table.rig;
	table.t_ns = INT64_C(1000000000);
	pad_init(&table.pad);
	sim_init(&table.sim, &table.plant, &table.pad, 1, table.t_ns);
	fake_gpio_begin();
	fake_drive(0, LINE_CONFIRM, true);
	sysfs_begin();
	sysfs_file(TABLE_PWM "export", "");
	snprintf(path, sizeof(path), "%s/" TABLE_PWM "device", sysfs_root);
	if (symlink("../../../devices/i2c-1/1-0040", path) != 0) {
		abort();
	}
	for (int h = 0; h < TABLE_HEADS; h++) {
		table.cell_gain[h] = 1.0;
		snprintf(path, sizeof(path), TABLE_PWM "pwm%d/enable", h);
		sysfs_file(path, "0\n");
		snprintf(path, sizeof(path), TABLE_PWM "pwm%d/polarity", h);
		sysfs_file(path, "normal\n");
		snprintf(path, sizeof(path), TABLE_PWM "pwm%d/period", h);
		sysfs_file(path, "0\n");
		snprintf(path, sizeof(path), TABLE_PWM "pwm%d/duty_cycle", h);
		sysfs_file(path, "0\n");
		snprintf(path, sizeof(path), "%s/" TABLE_PWM "pwm%d/duty_cycle", sysfs_root, h);
		table.duties[h] = open(path, O_RDONLY | O_CLOEXEC);
	}
	table_means = (struct wired_means){
		.gpio = &gpio_fake,
		.spi = &table_spi,
		.sysfs = sysfs_root,
		.clock = &table_clock,
	};
}

static void table_end(void)
{
	for (int h = 0; h < TABLE_HEADS; h++) {
		close(table.duties[h]);
	}
	sysfs_end();
}

/* What the devices were told, as an actuation. */
static void table_told(struct actuation *told)
{
	*told = (struct actuation){
		.enable_level = fake_line(0, LINE_ENABLE)->level,
		.head_count = TABLE_HEADS,
	};
	for (int h = 0; h < TABLE_HEADS; h++) {
		char text[16] = "";

		if (pread(table.duties[h], text, sizeof(text) - 1, 0) < 0) {
			abort();
		}
		told->heads[h].pressure_pa = strtod(text, NULL) / 1e6 * 250000.0;
		told->heads[h].dump_shut = fake_line(0, table_dumps[h])->level;
		table.moved_pa = fmax(table.moved_pa, told->heads[h].pressure_pa);
	}
}

static int table_code(double volts)
{
	const double code = floor(volts / 3.3 * 4096.0 + 0.5);

	return code < 0.0 ? 0 : code > 4095.0 ? 4095 : (int)code;
}

static void table_convert(void)
{
	for (int h = 0; h < TABLE_HEADS; h++) {
		const struct head_wires *wires = &table.wiring.heads[h];
		const struct head_frame *head = &table.frame.heads[h];
		const double force_n =
			(head->force_n.value + table.laid_n[h]) * table.cell_gain[h] +
			table.cell_zero_n[h];

		table.codes[0][wires->air.channel] =
			table_code(head->pressure_pa.value / wires->air.per_unit + wires->air.zero);
		if (table.cell_railed[h]) {
			table.codes[1][wires->force.channel] = 4095;
		} else if (!table.cell_stands[h]) {
			table.codes[1][wires->force.channel] =
				table_code(force_n / wires->force.per_unit + wires->force.zero);
		}
	}
}

/* One period: the physics, then everybody who has a thread elsewhere. */
static void table_turn(void *context, struct rig_port *port, int64_t t_ns)
{
	const double dt_s = 1.0 / table.rig.loop_hz;
	struct actuation told;

	(void)context;
	if (table.meddle != NULL) {
		table.meddle();
	}
	table_told(&told);
	table.edges += told.enable_level != table.level;
	table.since_edge_s = told.enable_level != table.level ? 0.0 : table.since_edge_s + dt_s;
	table.level = told.enable_level;
	fake_drive(0, LINE_SUPPLY, table.edges > 0 && table.since_edge_s < TABLE_PUMP_S);
	sim_step(&table.sim, &told, dt_s);
	sim_read(&table.sim, &table.frame);
	for (int h = 0; h < TABLE_HEADS; h++) {
		table.most_n = fmax(table.most_n, sim_tissue_force_n(&table.sim, h));
	}
	table_convert();
	table.t_ns = t_ns;
	fake_gpio.t_ns = t_ns;
	wired_turn_inputs(port, t_ns);
	wired_turn_converter(port, 0);
	wired_turn_converter(port, 1);
	wired_turn_drive(port, 0, t_ns);
}

/* The client's button, with both of its poles. */
static void table_hand(bool pressed)
{
	fake_drive(0, LINE_HAND, pressed);
	fake_drive(0, LINE_CLOSED, pressed);
}

static void table_confirm(bool pressed)
{
	fake_drive(0, LINE_CONFIRM, !pressed);
}

/* Nobody is pressed and nothing is about to. */
static bool table_has_let_go(void)
{
	struct actuation told;
	bool let_go = true;

	table_told(&told);
	for (int h = 0; h < TABLE_HEADS; h++) {
		let_go = let_go && !told.heads[h].dump_shut && !(told.heads[h].pressure_pa > 0.0);
	}
	return let_go;
}

#endif
