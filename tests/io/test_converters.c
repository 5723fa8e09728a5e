/*
 * Converters on the SPI bus, bit by bit against a chip with state behind the table, and those the kernel
 * drives, against files as it shows them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/converter.h"
#include "io/spi.h"
#include "temp_sysfs.h"

#include <errno.h>

/* ---- an MCP3208, clocked bit by bit ---- */

static struct {
	int codes[8];
	bool absent; /* the wire floats high */
	bool behind; /* it missed a pulse: the null bit is a bit of garbage */
	int open_error;
	int error;
	int transfers;
	int open;
	uint32_t clock_hz;
} chip;

/* As its data sheet has it: leading zeros, start, single-ended, three of channel; a null bit, twelve of result. */
static void clock_frame(const uint8_t *tx, uint8_t *rx)
{
	int state = -1; /* bits since the start bit */
	int channel = 0;
	int code = 0;

	memset(rx, 0, SPI_FRAME_BYTES);
	for (int b = 0; b < 8 * SPI_FRAME_BYTES; b++) {
		const int in = tx[b / 8] >> (7 - b % 8) & 1;
		int out = chip.absent;

		if (state < 0) {
			state = in ? 0 : -1;
			out = chip.absent || state < 0; /* not driven yet: garbage before */
		} else {
			state++;
			if (state == 1) {
				assert_int_equal(in, 1); /* single-ended */
			} else if (state <= 4) {
				channel = channel << 1 | in;
				code = chip.codes[channel & 7];
			} else if (state == 6 && chip.behind) {
				out = 1;
			} else if (state >= 7 && state <= 18 && !chip.absent) {
				out = code >> (18 - state) & 1;
			}
		}
		rx[b / 8] = (uint8_t)(rx[b / 8] | out << (7 - b % 8));
	}
	assert_int_equal(state, 18); /* the last bit of the result came with the last clock */
}

static int chip_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	assert_string_equal(path, "/dev/spidev0.0");
	if (chip.open_error != 0) {
		return chip.open_error;
	}
	chip.clock_hz = clock_hz;
	chip.open++;
	*device = NULL;
	return 0;
}

static int chip_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			 uint8_t rx[][SPI_FRAME_BYTES])
{
	(void)device;
	chip.transfers++;
	if (chip.error != 0) {
		return chip.error;
	}
	for (int i = 0; i < frames; i++) {
		clock_frame(tx[i], rx[i]);
	}
	return 0;
}

static void chip_close(struct spi_device *device)
{
	(void)device;
	chip.open--;
}

static const struct spi_ops spi_fake = {
	.name = "fake",
	.open = chip_open,
	.transfer = chip_transfer,
	.close = chip_close,
};

/* ---- */

static int64_t now_ns;
static struct converter_device *device;
static struct converter_view view;
static struct device_error error;

static int64_t test_now(void)
{
	return now_ns;
}

static void test_sleep(int64_t t_ns)
{
	now_ns = t_ns > now_ns ? t_ns : now_ns;
}

static const struct io_clock test_clock = {.now_ns = test_now, .sleep_until = test_sleep};

static const struct converter mcp = {
	.name = "air",
	.driver = CONVERTER_MCP3208,
	.rate_hz = 1000.0,
	.device = "/dev/spidev0.0",
	.clock_hz = 1e6,
	.reference_v = 4.096,
	.used = 0xa5,
};

static const struct converter adc = {
	.name = "slow",
	.driver = CONVERTER_IIO,
	.rate_hz = 100.0,
	.device = "ads1015",
	.used = 0x5,
};

static int open_it(const struct converter *spec)
{
	const struct converter_means means = {
		.spi = &spi_fake,
		.sysfs = sysfs_root,
		.clock = &test_clock,
	};

	memset(&error, 0, sizeof(error));
	return converter_ops_of(spec->driver)->open(&device, spec, &means, &error);
}

static void turn(const struct converter *spec)
{
	converter_ops_of(spec->driver)->turn(device, &view);
}

static int begin(void **state)
{
	(void)state;
	memset(&chip, 0, sizeof(chip));
	memset(&view, 0, sizeof(view));
	for (int c = 0; c < 8; c++) {
		chip.codes[c] = 500 * c + 1;
	}
	now_ns = 5000000;
	device = NULL;
	sysfs_begin();
	sysfs_file("bus/iio/devices/iio:device0/name", "bme280\n");
	sysfs_file("bus/iio/devices/iio:device1/name", "ads1015\n");
	sysfs_file("bus/iio/devices/iio:device1/in_voltage0_raw", "100\n");
	sysfs_file("bus/iio/devices/iio:device1/in_voltage0_scale", "2.0\n");
	sysfs_file("bus/iio/devices/iio:device1/in_voltage2_raw", "-7\n");
	sysfs_file("bus/iio/devices/iio:device1/in_voltage_scale", "3.0\n");
	sysfs_file("bus/iio/devices/iio:device1/in_voltage_offset", "10\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	sysfs_end();
	return 0;
}

static void each_channel_asked_for__is_read_in_one_transfer(void **state)
{
	(void)state;
	assert_int_equal(open_it(&mcp), 0);
	assert_int_equal(chip.clock_hz, 1000000);
	turn(&mcp);
	assert_int_equal(chip.transfers, 1);
	for (int c = 0; c < 8; c++) {
		if (mcp.used >> c & 1u) {
			assert_int_equal(view.channels[c].raw, 500 * c + 1);
			assert_int_equal(view.channels[c].state, SAMPLE_OK);
		} else {
			assert_int_equal(view.channels[c].state, SAMPLE_NEVER);
		}
	}
	assert_true(view.channels[2].reading > 1.00099 && view.channels[2].reading < 1.00101);
	mcp320x_ops.close(device);
	assert_int_equal(chip.open, 0);
}

static void every_code__comes_through(void **state)
{
	(void)state;
	assert_int_equal(open_it(&mcp), 0);
	for (int code = 1; code < 4095; code++) {
		chip.codes[7] = code;
		turn(&mcp);
		assert_int_equal(view.channels[7].raw, code);
		assert_int_equal(view.channels[7].state, SAMPLE_OK);
	}
	mcp320x_ops.close(device);
}

static void rails_and_an_absent_chip__are_bad(void **state)
{
	(void)state;
	assert_int_equal(open_it(&mcp), 0);
	chip.codes[0] = 0;
	chip.codes[2] = 4095;
	turn(&mcp);
	assert_int_equal(view.channels[0].state, SAMPLE_BAD);
	assert_int_equal(view.channels[2].state, SAMPLE_BAD);
	assert_int_equal(view.channels[5].state, SAMPLE_OK);
	chip.behind = true;
	turn(&mcp);
	assert_int_equal(view.channels[5].state, SAMPLE_BAD);
	chip.behind = false;
	turn(&mcp);
	assert_int_equal(view.channels[5].state, SAMPLE_OK);
	chip.absent = true;
	turn(&mcp);
	assert_int_equal(view.channels[5].state, SAMPLE_BAD);
	mcp320x_ops.close(device);
}

static void samples__come_in_their_period_and_late_ones_are_not_made_up_for(void **state)
{
	int64_t was_ns;

	(void)state;
	assert_int_equal(open_it(&mcp), 0);
	turn(&mcp);
	for (int k = 0; k < 10; k++) {
		was_ns = view.channels[0].t_ns;
		now_ns += 300000;
		turn(&mcp);
		assert_int_equal(view.channels[0].t_ns - was_ns, 1000000);
	}
	now_ns += 50000000;
	was_ns = now_ns;
	turn(&mcp);
	turn(&mcp);
	assert_int_equal(view.channels[0].t_ns - was_ns, 1000000);
	mcp320x_ops.close(device);
}

static void failed_transfer__leaves_the_age_and_is_counted(void **state)
{
	struct channel_sample was;

	(void)state;
	assert_int_equal(open_it(&mcp), 0);
	turn(&mcp);
	was = view.channels[0];
	chip.error = -EIO;
	turn(&mcp);
	assert_memory_equal(&view.channels[0], &was, sizeof(was));
	assert_int_equal(view.errors, 1);
	assert_int_equal(view.last_error, -EIO);
	mcp320x_ops.close(device);
}

static void spi_that_is_not_there__is_told_with_the_remedy(void **state)
{
	(void)state;
	chip.open_error = -ENOENT;
	assert_int_equal(open_it(&mcp), -ENOENT);
	assert_string_equal(error.text,
			    "air: /dev/spidev0.0 cannot be opened (No such file or directory): is "
			    "it connected, and switched on in the board's own configuration?");
	chip.open_error = -EACCES;
	assert_int_equal(open_it(&mcp), -EACCES);
	assert_non_null(strstr(error.text, "give this user the right to it (group gpio, spi"));
	chip.open_error = -ENOTTY;
	assert_int_equal(open_it(&mcp), -ENOTTY);
	assert_non_null(strstr(error.text, ": it is something else: name another in the rig file"));
}

/* ---- the kernel's own ---- */

static void kernel_s_channel__has_its_scale_and_offset(void **state)
{
	(void)state;
	assert_int_equal(open_it(&adc), 0);
	turn(&adc);
	assert_int_equal(view.channels[0].raw, 100);
	assert_true(view.channels[0].reading > 0.21999 && view.channels[0].reading < 0.22001);
	assert_int_equal(view.channels[2].raw, -7);
	assert_true(view.channels[2].reading > 0.00899 && view.channels[2].reading < 0.00901);
	assert_int_equal(view.channels[1].state, SAMPLE_NEVER);
	sysfs_file("bus/iio/devices/iio:device1/in_voltage0_raw", "200\n");
	turn(&adc);
	assert_int_equal(view.channels[0].raw, 200);
	assert_int_equal(view.channels[0].t_ns, now_ns);
	kernel_file_ops.close(device);
}

static void channel_that_does_not_answer__leaves_its_age(void **state)
{
	int64_t was_ns;

	(void)state;
	assert_int_equal(open_it(&adc), 0);
	turn(&adc);
	was_ns = view.channels[0].t_ns;
	sysfs_file("bus/iio/devices/iio:device1/in_voltage0_raw", "");
	turn(&adc);
	assert_int_equal(view.channels[0].t_ns, was_ns);
	assert_true(view.channels[2].t_ns > was_ns);
	assert_int_equal(view.errors, 1);
	assert_int_equal(view.last_error, -EINVAL);
	kernel_file_ops.close(device);
}

static void two_of_one_name__are_told_apart_by_their_place(void **state)
{
	struct converter other = adc;
	char link[128];

	(void)state;
	sysfs_file("devices/i2c-1/1-0049/iio:device2/name", "ads1015\n");
	sysfs_file("devices/i2c-1/1-0049/iio:device2/in_voltage_scale", "1.0\n");
	sysfs_file("devices/i2c-1/1-0049/iio:device2/in_voltage0_raw", "42\n");
	snprintf(link, sizeof(link), "%s/bus/iio/devices/iio:device2", sysfs_root);
	assert_int_equal(symlink("../../../devices/i2c-1/1-0049/iio:device2", link), 0);
	assert_int_equal(open_it(&adc), -EINVAL);
	assert_string_equal(error.text, "slow: several converters are called ads1015; name one by "
					"its place: bme280, ads1015, ads1015 (1-0049)");
	snprintf(other.device, sizeof(other.device), "1-0049");
	other.used = 1u;
	assert_int_equal(open_it(&other), 0);
	turn(&other);
	assert_int_equal(view.channels[0].raw, 42);
	kernel_file_ops.close(device);
}

static void converter_that_is_missing__is_told_with_what_is_there(void **state)
{
	struct converter other = adc;

	(void)state;
	snprintf(other.device, sizeof(other.device), "mcp3008");
	assert_int_equal(open_it(&other), -ENODEV);
	assert_string_equal(error.text, "slow: the kernel shows no converter called mcp3008; it "
					"shows bme280, ads1015. Is it connected, and its overlay "
					"loaded?");
	other = adc;
	other.used = 1u << 5;
	assert_int_equal(open_it(&other), -ENOENT);
	assert_non_null(strstr(error.text, "slow: channel 5 of ads1015 cannot be used (No such "
					   "file or directory): it has no such channel"));
	sysfs_file("bus/iio/devices/iio:device1/in_voltage0_scale", "0\n");
	assert_int_equal(open_it(&adc), -EIO);
	assert_non_null(strstr(error.text, "has a scale of 0 mV, which measures nothing"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_channel_asked_for__is_read_in_one_transfer),
		TEST(every_code__comes_through),
		TEST(rails_and_an_absent_chip__are_bad),
		TEST(samples__come_in_their_period_and_late_ones_are_not_made_up_for),
		TEST(failed_transfer__leaves_the_age_and_is_counted),
		TEST(spi_that_is_not_there__is_told_with_the_remedy),
		TEST(kernel_s_channel__has_its_scale_and_offset),
		TEST(channel_that_does_not_answer__leaves_its_age),
		TEST(two_of_one_name__are_told_apart_by_their_place),
		TEST(converter_that_is_missing__is_told_with_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
